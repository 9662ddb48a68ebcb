// One announcement: everything that follows from it is proposed, and published together or not at all.
import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { kstDate } from '#lib/kst.ts';
import { chosenByDefault, readChosen } from '#lib/server/announcements/chosen.ts';
import { readAnnouncement } from '#lib/server/announcements/form.ts';
import { type Plan, planOf } from '#lib/server/announcements/plan.ts';
import { propose } from '#lib/server/announcements/propose.ts';
import * as announcements from '#lib/server/announcements/service.ts';
import * as audit from '#lib/server/audit/service.ts';
import * as contest from '#lib/server/contest/service.ts';
import * as scores from '#lib/server/contest/scores.ts';
import * as rounds from '#lib/server/contest/round-admin.ts';
import { EditConflictError, ResolutionConflictError } from '#lib/server/errors.ts';
import { AdminFormReader } from '#lib/server/http/admin-form.ts';
import * as questionAdmin from '#lib/server/questions/admin.ts';
import * as drafts from '#lib/server/questions/draft.ts';
import { readClock } from '#lib/server/questions/queries.ts';
import { fill } from '#lib/server/questions/templates.ts';
import { previewAll } from '#lib/server/resolutions/preview.ts';
import * as resolutions from '#lib/server/resolutions/service.ts';
import { contestOn } from './setup/catalogue.ts';
import { insertForecaster, placeOn, questionId } from './setup/factories.ts';
import { noticesOf } from './setup/question-admin.ts';
import { cloneWithHours, type HoursSite } from './setup/replay.ts';
import { readTables } from './setup/tables.ts';

const URL = 'https://www.msit.go.kr/bbs/view.do?nttSeqNo=9';

let { db, owner, admin, at } = {} as HoursSite;
/** Three hours after the opening. */
let then: HoursSite['db'];

beforeEach(async () => {
  ({ db, owner, admin, at } = await cloneWithHours());
  then = at(3);
});

const OUT = { 'out.lg': ['out'], 'why.lg': ['score'] };
const IN = (company: string) => ({ [`out.${company}`]: ['stays'] });
const TWO = { ...IN('skt'), ...IN('upstage'), ...OUT };

function formOf(fields: Record<string, string[]>): AdminFormReader {
  return new AdminFormReader({ round: ['3'], when: ['now'], url: [URL], nextSeats: [''], ...fields });
}

/** What is entered, with all that is proposed from it. */
async function enter(fields: Record<string, string[]> = TWO, step: Record<string, string[]> | null = null) {
  const facts = await announcements.factsOf(then, 3);
  const form = formOf({ ...fields, ...step });
  const announcement = readAnnouncement(form, facts);
  const proposal = propose(facts, announcement);
  const chosen = step ? readChosen(form, proposal) : chosenByDefault(proposal);
  return { form, proposal, chosen, plan: planOf(facts, announcement, proposal, chosen) };
}

const publish = (plan: Plan, accountId = admin, on = then) => announcements.publish(on, { accountId }, plan);

async function entrants(round = 3) {
  const found = (await contestOn(db)).rounds.find(({ number }) => number === round);
  return Object.fromEntries(found?.entrants.map(({ company, outcome }) => [company, outcome]) ?? []);
}

async function outcomeOf(slug: string) {
  return (await resolutions.versions(db, await questionId(db, slug))).at(-1)?.outcome;
}

async function openSideQuestions() {
  const facts = await contest.facts(db);
  const round = facts.rounds.at(-1)!;
  const days = { date: '2034-01-31', month: kstDate(await readClock(then)) };
  for (const template of ['date', 'month'] as const) {
    const draft = fill(template, { round, companies: facts.companies, day: days[template] });
    await drafts.create(db, { accountId: admin }, draft);
    await drafts.open(db, { accountId: admin }, draft.slug);
  }
}

describe('an announcement', () => {
  test('resolves what it decides, the round and the news in one transaction', async () => {
    await openSideQuestions();
    const member = await insertForecaster(db);
    await placeOn(db, 'final-3', member, [900, 700, 400]);
    await placeOn(db, 'count-3', member, [100, 700, 100, 100]);
    const { proposal, plan } = await enter();
    expect(proposal).toMatchObject({ edition: null, nextRound: null, needsReason: false });
    const { notified, moved } = await previewAll(then, plan.resolving, plan.closings);
    expect({ notified, moved }).toEqual({ notified: 2, moved: 1 });
    // A close is announced, too.
    expect(await previewAll(then, [], ['count-3'])).toMatchObject({ notified: 1, moved: 0 });
    expect(await publish(plan)).toHaveLength(4);

    expect(await outcomeOf('final-3')).toEqual([true, true, false]);
    expect(await outcomeOf('count-3')).toEqual([false, true, false, false]);
    expect(await outcomeOf('round-3-date-2034-01-31')).toEqual([true, false]);
    expect((await outcomeOf('round-3-month'))?.indexOf(true)).toBe(0);
    expect(await entrants()).toEqual({ lg: 'eliminated', skt: 'advanced', upstage: 'advanced' });
    const round = (await contestOn(db)).rounds[2];
    expect(round?.entrants.find(({ company }) => company === 'lg')).toMatchObject({
      reason: { ko: '종합 평가 점수에서 밀렸어요.', en: 'Fell short in the overall score.' },
      shortReason: { ko: '종합 점수' },
    });
    expect((await contest.events(db))[0]).toMatchObject({
      title: { ko: expect.stringMatching(/^3차 평가 결과 발표: .+ 진출, .+ 탈락$/) },
      url: URL,
      kind: 'official',
    });
    expect((await contest.lastVerified(then)).isToday).toBe(true);
    expect(await noticesOf(db, 'final-3')).toEqual(['result']);
    const boards = await owner.selectFrom('board').select('edition').where('kind', '=', 'all').execute();
    expect(boards).toHaveLength(1);
    const changes = await audit.list(db, 50);
    expect(
      new Set(changes.filter(({ subject }) => subject === 'resolution').map(({ change }) => change)).size,
    ).toBe(1);
  });

  test('leaves no trace where the last question cannot be resolved', async () => {
    const { plan } = await enter();
    const before = await readTables(owner);
    const [first, last] = plan.resolving;
    const broken = {
      ...last!,
      decision: { ...last!.decision, result: { ...last!.decision.result!, outcome: [true] } },
    };
    await expect(publish({ ...plan, resolving: [first!, broken] })).rejects.toThrow();
    expect(await readTables(owner)).toEqual(before);
  });

  test('of two admins at once the second is told who was first', async () => {
    const rival = await insertForecaster(owner, { isAdmin: true });
    const { plan } = await enter();
    const both = await Promise.allSettled([publish(plan), publish(plan, rival, at(4))]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const lost = both.find((each) => each.status === 'rejected')!;
    expect(lost.reason).toBeInstanceOf(ResolutionConflictError);
    expect(lost.reason).toMatchObject({ status: 409, version: 1, winner: expect.stringContaining('tester') });
    expect(await noticesOf(db, 'final-3')).toEqual(['result']);
  });

  test('does not overwrite facts of the round that another admin has changed since', async () => {
    const seen = await audit.latestId(db);
    const { plan } = await enter();
    const rival = await insertForecaster(owner, { isAdmin: true });
    await audit.changeAs(db, { accountId: rival }, (tx) =>
      sql`update round set result_on = '2026-01-01' where number = 3`.execute(tx),
    );
    const publishing = announcements.publish(then, { accountId: admin, expectedVersion: seen }, plan);
    await expect(publishing).rejects.toThrow(EditConflictError);
    expect(await outcomeOf('final-3')).toBeUndefined();
  });

  test('is corrected in the same way, with next versions where something changed', async () => {
    await publish((await enter()).plan);
    const swapped = { ...IN('skt'), ...IN('lg'), 'out.upstage': ['out'], 'why.upstage': ['originality'] };
    const { proposal } = await enter(swapped);
    expect(proposal.needsReason).toBe(true);
    expect(proposal.questions).toMatchObject([
      { slug: 'final-3', version: 1, published: [true, true, false], outcome: [true, false, true] },
    ]);
    const step = {
      step: ['preview'],
      'do.question.final-3': ['on'],
      'do.result': ['on'],
      'version.final-3': ['1'],
    };
    const without = await enter(swapped, step);
    expect(without.form.errors).toMatchObject({ reason: { code: 'reason-missing' } });
    const left = await enter(swapped, { 'do.result': ['on'], reason: ['잘못 옮겼어요'] });
    expect(left.form.errors).toMatchObject({ 'do.question.final-3': { code: 'contradicts-result' } });
    const right = await enter(swapped, { ...step, reason: ['잘못 옮겼어요'] });
    expect(right.form.isClean).toBe(true);
    await publish(right.plan);
    expect(await entrants()).toEqual({ lg: 'advanced', skt: 'advanced', upstage: 'eliminated' });
    expect((await resolutions.versions(db, await questionId(db, 'final-3'))).map(({ note }) => note)).toEqual(
      ['', '잘못 옮겼어요'],
    );
    expect(await resolutions.versions(db, await questionId(db, 'count-3'))).toHaveLength(1);
    // Nothing is published twice.
    expect((await enter(swapped)).proposal).toMatchObject({ questions: [], needsReason: false });
  });

  test('with three survivors of two seats opens the next round and drafts the next edition', async () => {
    const { proposal, plan } = await enter({ ...IN('skt'), ...IN('upstage'), ...IN('lg'), nextSeats: ['2'] });
    expect(proposal.edition).toEqual({
      follows: 'final-3',
      slug: 'final-4',
      round: 4,
      entrants: ['lg', 'skt', 'upstage'],
      seats: 2,
    });
    await publish(plan);
    expect(await outcomeOf('final-3')).toEqual([true, true, true]);
    expect(await outcomeOf('count-3')).toEqual([false, false, true, false]);
    expect((await contestOn(db)).rounds[3]).toMatchObject({ number: 4, announcedSeats: 2 });
    expect(await entrants(4)).toEqual({ lg: null, skt: null, upstage: null });
    const { draft, isDraft } = await questionAdmin.get(db, 'final-4');
    expect({ isDraft, round: draft.round, seats: draft.seats }).toEqual({
      isDraft: true,
      round: 4,
      seats: 2,
    });
    await drafts.open(at(4), { accountId: admin }, 'final-4');
    expect(await noticesOf(db, 'final-4')).toEqual(['new-edition']);
    // The result of another round does not decide this one again.
    const next = await resolutions.getResolvable(db, 'final-4');
    const known = new Date(Date.now() + 4.5 * 3_600_000);
    const outcome = next.options.map(({ slug }) => slug === 'skt');
    const decision = {
      result: { outcome, knownAt: known },
      evidence: [{ url: URL, publishedAt: known }],
      note: '',
    };
    expect((await resolutions.publish(at(6), admin, 'final-4', decision, 0)).editions).toEqual([]);
  });

  test('takes a late entrant and a disqualification', async () => {
    await rounds.addEntrant(db, { accountId: admin }, 3, 'motif', {
      entry: 'wildcard',
      enteredOn: null,
      model: null,
      modelParamsKo: null,
      modelParamsEn: null,
    });
    const { plan, proposal } = await enter({
      ...IN('motif'),
      ...IN('skt'),
      ...OUT,
      'out.upstage': ['out'],
      'why.upstage': ['disqualified'],
      'whyKo.upstage': ['남의 가중치를 썼어요.'],
    });
    // The final question had no such option: what is asked stays as it was.
    expect(proposal.questions[0]).toMatchObject({ slug: 'final-3', outcome: [true, false, false] });
    await publish(plan);
    expect(await entrants()).toEqual({
      lg: 'eliminated',
      skt: 'advanced',
      upstage: 'eliminated',
      motif: 'advanced',
    });
    const round = (await contestOn(db)).rounds[2];
    expect(round?.entrants.find(({ company }) => company === 'upstage')).toMatchObject({
      reason: { ko: '남의 가중치를 썼어요.', en: 'Was disqualified from the evaluation.' },
      shortReason: { ko: '실격' },
    });
  });

  test('decides entrants, who then neither leave nor enter the round', async () => {
    const by = { accountId: admin };
    await rounds.removeEntrant(db, by, 3, 'lg');
    await publish((await enter({ ...IN('skt'), ...IN('upstage') })).plan);
    const refused = { field: 'form', error: 'not-possible-now', status: 409 };
    await expect(rounds.removeEntrant(db, by, 3, 'skt')).rejects.toMatchObject(refused);
    const facts = { enteredOn: null, model: null, modelParamsKo: null, modelParamsEn: null };
    const late = rounds.addEntrant(db, by, 3, 'lg', { entry: 'carried', ...facts });
    await expect(late).rejects.toMatchObject(refused);
  });

  test('is followed by the scores that are published later, item by item', async () => {
    await publish((await enter()).plan);
    const items = await scores.listItems(db, 3);
    expect(items.map(({ item }) => item)).toContain('benchmark/aaii');
    const read = (typed: Record<string, string[]>) => {
      const form = new AdminFormReader({ source: [URL], ...typed });
      return { form, entered: scores.readScores(form, items, ['lg', 'skt', 'upstage']) };
    };
    const wrong = read({ 'best.expert': ['35.1'], 'average.user': ['a lot'], 'who.user': ['motif'] });
    expect(wrong.form.errors).toEqual({
      'best.expert': { code: 'out-of-range' },
      'average.user': { code: 'not-a-number' },
      'who.user': { code: 'unknown-choice' },
    });
    const { form, entered } = read({
      'best.expert': ['30.5'],
      'average.expert': ['28'],
      'who.expert': ['lg'],
    });
    expect(form.isClean).toBe(true);
    await scores.save(then, { accountId: admin }, 3, entered);
    const shown = async () => (await contestOn(db)).rounds[2]?.publishedScores;
    expect(await shown()).toMatchObject([
      { item: 'expert', best: ['lg'], bestHundredths: 3050, averageHundredths: 2800, source: URL },
    ]);
    expect((await audit.list(db, 1))[0]).toMatchObject({ subject: 'published_score', rowKey: '3/expert' });
    await scores.save(then, { accountId: admin }, 3, read({}).entered);
    expect(await shown()).toEqual([]);
    // Once a round has scores, its own items are those that can be corrected.
    const own = await scores.listItems(db, 3);
    expect(own.map(({ item }) => item)).toContain('user');
  });

  test.each([
    [
      'nobody is left',
      { ...OUT, 'out.skt': ['out'], 'why.skt': ['score'], 'out.upstage': ['out'], 'why.upstage': ['score'] },
      'entrants',
      'nothing-chosen',
    ],
    ['a stranger stays', { ...TWO, ...IN('nc-ai') }, 'entrants', 'unknown-choice'],
    ['a company is left out', { ...IN('skt'), ...OUT }, 'out.upstage', 'missing'],
    ['there is no reason', { ...TWO, 'why.lg': [] }, 'why.lg', 'missing'],
    ['a reason of its own is empty', { ...TWO, 'why.lg': ['other'] }, 'whyKo.lg', 'reason-missing'],
    ['it is to come', { ...TWO, when: ['at'], at: ['2035-01-01T09:00'] }, 'at', 'in-the-future'],
    ['it was before the opening', { ...TWO, when: ['at'], at: ['2026-08-01T09:00'] }, 'at', 'before-opening'],
    ['the address is not https', { ...TWO, url: ['http://www.msit.go.kr/'] }, 'url', 'not-https'],
    ['the address has a user name', { ...TWO, url: ['https://me@www.msit.go.kr/'] }, 'url', 'not-https'],
  ])('is refused where %s', async (_, fields: Record<string, string[]>, field, code) => {
    const facts = await announcements.factsOf(then, 3);
    const form = formOf(fields);
    readAnnouncement(form, facts);
    expect(form.errors).toEqual({ [field]: { code } });
  });
});
