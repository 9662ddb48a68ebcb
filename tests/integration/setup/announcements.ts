// The announcement of a result on the seeded site, three hours after the opening.
import { chosenByDefault, type Plan, planOf, readChosen } from '#lib/server/results/announcements/plan.ts';
import { readAnnouncement } from '#lib/server/results/announcements/form.ts';
import { propose } from '#lib/server/results/announcements/propose.ts';
import * as announcements from '#lib/server/results/announcements/service.ts';
import { AdminFormReader } from '#lib/server/http/admin-form.ts';
import * as resolutions from '#lib/server/results/resolutions/service.ts';
import { contestOn } from './catalogue.ts';
import { questionId } from './factories.ts';
import { cloneWithHours } from './replay.ts';

export const URL = 'https://www.msit.go.kr/bbs/view.do?nttSeqNo=9';

export const OUT = { 'out.lg': ['out'], 'why.lg': ['score'] };
export const IN = (company: string) => ({ [`out.${company}`]: ['stays'] });
/** SK Telecom and Upstage stay, LG is out. */
export const TWO = { ...IN('skt'), ...IN('upstage'), ...OUT };

export function formOf(fields: Record<string, string[]>): AdminFormReader {
  return new AdminFormReader({ round: ['3'], when: ['now'], url: [URL], nextSeats: [''], ...fields });
}

/** A site with an admin; `then` is its database three hours after the opening. */
export async function setUpAnnouncements() {
  const { db, owner, admin, at } = await cloneWithHours();
  const then = at(3);
  /** What is entered, with all that is proposed from it. */
  const enter = async (
    fields: Record<string, string[]> = TWO,
    step: Record<string, string[]> | null = null,
  ) => {
    const facts = await announcements.factsOf(then, 3);
    const form = formOf({ ...fields, ...step });
    const announcement = readAnnouncement(form, facts);
    const proposal = propose(facts, announcement);
    const chosen = step ? readChosen(form, proposal) : chosenByDefault(proposal);
    return { form, proposal, chosen, plan: planOf(facts, announcement, proposal, chosen) };
  };
  const publish = (plan: Plan, accountId = admin, on = then) =>
    announcements.publish(on, { accountId }, plan);
  const entrants = async (round = 3) => {
    const found = (await contestOn(db)).rounds.find(({ number }) => number === round);
    return Object.fromEntries(found?.entrants.map(({ company, outcome }) => [company, outcome]) ?? []);
  };
  const outcomeOf = async (slug: string) =>
    (await resolutions.versions(db, await questionId(db, slug))).at(-1)?.outcome;
  return { db, owner, admin, at, then, enter, publish, entrants, outcomeOf };
}
