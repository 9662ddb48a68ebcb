// One announcement: everything that follows from it is proposed, and published together or not at all.
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { kstDate } from '#lib/kst.ts';
import { readAnnouncement } from '#lib/server/results/announcements/form.ts';
import * as announcements from '#lib/server/results/announcements/service.ts';
import * as audit from '#lib/server/platform/audit/service.ts';
import * as contest from '#lib/server/questions/contest/service.ts';
import { EditConflictError, ResolutionConflictError } from '#lib/server/platform/errors.ts';
import * as drafts from '#lib/server/questions/draft.ts';
import { readClock } from '#lib/server/questions/queries.ts';
import { fill } from '#lib/server/questions/templates.ts';
import { previewAll } from '#lib/server/results/resolutions/preview.ts';
import * as resolutions from '#lib/server/results/resolutions/service.ts';
import { contestOn } from './setup/catalogue.ts';
import { insertForecaster, placeOn, questionId } from './setup/factories.ts';
import { noticesOf } from './setup/question-admin.ts';
import { readTables } from './setup/tables.ts';
import { formOf, IN, OUT, setUpAnnouncements, TWO, URL } from './setup/announcements.ts';

async function openSideQuestions({ db, admin, then }: Awaited<ReturnType<typeof setUpAnnouncements>>) {
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
    const site = await setUpAnnouncements();
    const { db, owner, then, enter, publish, entrants, outcomeOf } = site;
    await openSideQuestions(site);
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
    const { owner, enter, publish } = await setUpAnnouncements();
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
    const { db, owner, at, enter, publish } = await setUpAnnouncements();
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
    const { db, owner, admin, then, enter, outcomeOf } = await setUpAnnouncements();
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
    const { db, enter, publish, entrants } = await setUpAnnouncements();
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

  test.each([
    [
      'nobody is left',
      { ...OUT, 'out.skt': ['out'], 'why.skt': ['score'], 'out.upstage': ['out'], 'why.upstage': ['score'] },
      'entrants',
      'nothing-chosen',
    ],
    ['a stranger stays', { ...TWO, ...IN('nc-ai') }, 'entrants', 'unknown-choice'],
    ['a company is left out', { ...IN('skt'), ...OUT }, 'out.upstage', 'unknown-choice'],
    ['there is no reason', { ...TWO, 'why.lg': [] }, 'why.lg', 'unknown-choice'],
    ['a reason of its own is empty', { ...TWO, 'why.lg': ['other'] }, 'whyKo.lg', 'reason-missing'],
    ['it is to come', { ...TWO, when: ['at'], at: ['2035-01-01T09:00'] }, 'at', 'in-the-future'],
    ['it was before the opening', { ...TWO, when: ['at'], at: ['2026-08-01T09:00'] }, 'at', 'before-opening'],
    ['the address is not https', { ...TWO, url: ['http://www.msit.go.kr/'] }, 'url', 'not-https'],
    ['the address has a user name', { ...TWO, url: ['https://me@www.msit.go.kr/'] }, 'url', 'not-https'],
  ])('is refused where %s', async (_, fields: Record<string, string[]>, field, code) => {
    const { then } = await setUpAnnouncements();
    const facts = await announcements.factsOf(then, 3);
    const form = formOf(fields);
    readAnnouncement(form, facts);
    expect(form.errors).toEqual({ [field]: { code } });
  });
});
