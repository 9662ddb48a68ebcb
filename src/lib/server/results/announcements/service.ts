// Announcements of the ministry: everything that follows from one is published in one transaction, or nothing.
import type { Transaction } from 'kysely';
import { type Actor, changeAs } from '../../platform/audit/service.ts';
import * as companies from '../../questions/contest/admin.ts';
import * as rounds from '../../questions/contest/rounds.ts';
import * as roundResult from '../../questions/contest/rounds.ts';
import type { Db } from '../../platform/db/connect.ts';
import type { DB } from '../../platform/db/schema.generated.ts';
import { ValidationError } from '../../platform/errors.ts';
import type { NewNotice } from '../../people/notices/queries.ts';
import * as questions from '../../questions/admin.ts';
import { follow } from '../../questions/edition.ts';
import { closeIn, readClock } from '../../questions/service.ts';
import type { Report } from '../resolutions/publication-queries.ts';
import * as resolutions from '../resolutions/service.ts';
import type { Facts } from './announcement.ts';
import { draftOf, type Plan } from './plan.ts';
import { findResultUrl, listNewsUrls, listSlugs } from './queries.ts';

/** What an announcement about a round is compared with. @throws AppError (404) */
export async function factsOf(db: Db, number: number): Promise<Facts> {
  const round = await rounds.getRound(db, number);
  const all = await rounds.listRounds(db);
  const next = all.find((each) => each.number === number + 1);
  const entrants = await rounds.listEntrants(db, number);
  const following = next ? await rounds.listEntrants(db, next.number) : [];
  const slugs = await listSlugs(db);
  return {
    now: await readClock(db),
    round: {
      number,
      title: { ko: round.titleKo, en: round.titleEn },
      stageOpensOn: round.stageOpensOn,
      resultOn: round.resultOn,
      resultTime: round.resultTime,
    },
    entrants: entrants.map(({ companySlug, nameKo, nameEn, outcome }) => ({
      company: companySlug,
      name: { ko: nameKo, en: nameEn },
      outcome,
    })),
    nextRound: next
      ? {
          number: next.number,
          title: { ko: next.titleKo, en: next.titleEn },
          seats: next.announcedSeats,
          entrants: following.map(({ companySlug }) => companySlug),
          carried: following
            .filter(({ entry, outcome }) => entry === 'carried' && outcome === null)
            .map(({ companySlug }) => companySlug),
        }
      : null,
    questions: await resolutions.list(db),
    slugs: slugs.map(({ slug }) => slug),
    followed: slugs.flatMap(({ follows }) => follows ?? []),
    newsUrls: await listNewsUrls(db, number),
  };
}

/** The round that the next announcement is about: the first without a result, else the last. */
export async function currentRound(db: Db): Promise<number> {
  const all = (await rounds.listRounds(db)).toSorted((a, b) => a.number - b.number);
  return (all.find(({ resultOn }) => resultOn === null) ?? all.at(-1))?.number ?? 1;
}

/** The official address under which the result of a round is in the news; null where there is none. */
export function resultUrl(db: Db, round: number, resultOn: string): Promise<string | null> {
  return findResultUrl(db, round, resultOn);
}

/** @throws ResolutionConflictError where a question has another version than the preview was shown with */
export async function refuseConflicts(
  db: Db,
  { questions }: Facts,
  seen: readonly [slug: string, version: number][],
): Promise<void> {
  for (const [slug, version] of seen) {
    const question = questions.find((each) => each.slug === slug);
    if (question) await resolutions.refuseConflict(db, question.id, version);
  }
}

/**
 * Publishes all that was chosen.
 *
 * @throws ResolutionConflictError or EditConflictError, naming who was first; ValidationError where the site has changed so
 * that it does not fit any more; and what `resolutions.publish` throws
 */
export function publish(
  db: Db,
  by: Actor & { accountId: number },
  plan: Plan,
  report: Report = () => undefined,
): Promise<resolutions.Published[]> {
  return changeAs(db, { ...by, reason: plan.reason }, async (tx) => {
    const closing: number[] = [];
    for (const slug of plan.closings) closing.push((await questions.get(tx, slug)).id);
    return resolutions.publishIn(tx, by.accountId, plan.resolving, report, {
      questionIds: closing,
      async change() {
        if (plan.result) await roundResult.setResult(tx, plan.round, plan.result);
        if (plan.nextRound) await roundResult.enterNext(tx, plan.nextRound);
        if (plan.edition) await follow(tx, plan.edition.follows, await draftOf(tx, plan));
        if (plan.news) await addNews(tx, plan);
        if (plan.verify) await companies.setVerified(tx);
        return closeAll(tx, plan.closings);
      },
    });
  });
}

async function closeAll(tx: Transaction<DB>, slugs: readonly string[]): Promise<NewNotice[]> {
  const notices: NewNotice[] = [];
  for (const slug of slugs) {
    const notice = await closeIn(tx, slug);
    if (notice) notices.push(notice);
  }
  return notices;
}

function addNews(tx: Transaction<DB>, { round, url, news }: Plan): Promise<string> {
  const { title, happenedOn, happenedTime } = news!;
  const titles = { titleKo: title.ko, titleEn: title.en };
  return companies
    .insertEvent(tx, { kind: 'official', ...titles, url, happenedOn, happenedTime, roundNumber: round })
    .catch((error: unknown) => {
      throw error instanceof ValidationError ? new ValidationError('newsKo', error.error) : error;
    });
}
