// The result with which home opens: which one, how it was seen before it was known, and what it is to its reader.
import { expect, test } from 'vitest';
import * as exclusions from '#lib/server/people/moderation/exclusions.ts';
import { Catalogue } from '#lib/server/questions/catalogue.ts';
import { momentOf } from '#lib/server/questions/moment.ts';
import * as questions from '#lib/server/questions/service.ts';
import { findRecent, recentResult } from '#lib/server/results/resolutions/recent-result.ts';
import { startEdition } from './setup/editions.ts';
import { annulmentFor, authorId, placeOn, questionId, resultOf } from './setup/factories.ts';
import { keeperOn } from './setup/keeper.ts';
import { replayFrom } from './setup/replay.ts';

const BEGIN = '2027-01-01T00:00:20Z';
const DAY = 24;
const OUTCOME = [true, true, false];

async function setUp() {
  const site = await replayFrom(BEGIN, ['ann', 'ben', 'late']);
  const momentAt = (hours: number, accountId: number | null = null) => {
    const db = site.at(hours);
    return momentOf(db, new Catalogue(db), { accountId, hasAuthor: true });
  };
  /** What home opens with, so many hours after the beginning. */
  const recentAt = async (hours: number, name: 'ann' | 'ben' | 'late' | null = null, hasAuthor = true) => {
    const db = site.at(hours);
    const keeper = keeperOn(db);
    await keeper.start();
    await keeper.stop();
    const reader = { accountId: name && site.ids[name], hasAuthor };
    const moment = await momentOf(db, keeper.catalogue, reader);
    return recentResult(db, moment, questions.listAt(moment, keeper), reader);
  };
  const slugAt = async (hours: number) => findRecent(await momentAt(hours))?.row.slug ?? null;
  const publish = (hours: number, slug: string, outcome: boolean[], version = 0) =>
    site.publish(hours, slug, resultOf(outcome, site.timeAt(5), version > 0 ? '잘못 읽었어요' : ''), version);
  const annul = (hours: number, slug: string, version: number) =>
    site.publish(hours, slug, annulmentFor('평가가 취소됐어요'), version);
  return { ...site, recentAt, slugAt, publish, annul };
}

test('it shows what everybody had forecast before it was known, and what each earned', async () => {
  const { place, publish, recentAt, at, owner } = await setUp();
  await place(1, 'ann', 'final-3', [900, 900, 200]);
  await place(1, 'ben', 'final-3', [400, 800, 800]);
  const id = await questionId(owner, 'final-3');
  const minutes = (hours: number) => new Date(Date.parse(BEGIN) - 20_000 + hours * 3_600_000);
  for (const [hours, permille] of [
    [1, [700, 800, 500]],
    [5, [999, 999, 2]],
  ] as const)
    await owner
      .insertInto('crowdPoint')
      .values({ questionId: id, at: minutes(hours), seq: hours, permille: [...permille], forecasters: 2 })
      .execute();
  // Too late to count: the result was known after five hours.
  await placeOn(at(6), 'final-3', await authorId(owner), [998, 998, 4]);
  await place(6, 'ben', 'final-3', [998, 998, 4]);
  await publish(7, 'final-3', OUTCOME);

  const ann = await recentAt(8, 'ann');
  expect(ann).toMatchObject({
    question: { slug: 'final-3', phase: 'provisional', resolution: { outcome: OUTCOME, version: 1 } },
    crowd: [700, 800, 500],
    author: [750, 750, 500],
    mine: { permille: [900, 900, 200], rank: 1, who: 'forecaster' },
    ranked: 2,
  });
  expect(ann!.mine!.peerMicro).toBeGreaterThan(ann!.authorPeerMicro!);
  const ben = await recentAt(8, 'ben');
  expect(ben?.mine).toMatchObject({ permille: [400, 800, 800], rank: 2 });
  expect(ben!.mine!.peerMicro).toBeLessThan(ben!.authorPeerMicro!);
  expect((await recentAt(8, 'late'))?.mine).toBeNull();
  expect((await recentAt(8))?.mine).toBeNull();
  expect(await recentAt(8, 'ann', false)).toMatchObject({ author: null, authorPeerMicro: null });
});

test('it says why a company went out', async () => {
  const { owner, publish, recentAt } = await setUp();
  const reason = { reasonKo: '독자성 기준을 넘지 못함', reasonEn: 'Failed the originality criterion' };
  await owner
    .updateTable('entrant')
    .set({ ...reason, shortReasonKo: '독자성', shortReasonEn: 'originality', outcome: 'eliminated' })
    .where('roundNumber', '=', 3)
    .where('companySlug', '=', 'lg')
    .execute();
  await publish(7, 'final-3', OUTCOME);
  expect((await recentAt(8))?.reasons).toEqual({ lg: { ko: '독자성', en: 'originality' } });
});

test('it is shown for fourteen days from its first publication, also where it is corrected', async () => {
  const { publish, slugAt, recentAt } = await setUp();
  expect(await slugAt(6)).toBeNull();
  await publish(7, 'final-3', OUTCOME);
  await publish(10 * DAY, 'final-3', [false, true, true], 1);
  expect((await recentAt(10 * DAY + 1))?.question.resolution).toMatchObject({
    version: 2,
    outcome: [false, true, true],
  });
  expect(await slugAt(14 * DAY + 6)).toBe('final-3');
  expect(await slugAt(14 * DAY + 8)).toBeNull();
});

test('the newest edition of the last seats comes before another question', async () => {
  const { at, admin, publish, slugAt } = await setUp();
  await startEdition(at(1), admin);
  await publish(7, 'count-3', [false, true, false, false]);
  expect(await slugAt(8)).toBe('count-3');
  await publish(9, 'final-3b', [...OUTCOME, false]);
  expect(await slugAt(10)).toBe('final-3b');
});

test('an annulment takes it away and says so, but not one without a result before', async () => {
  const { publish, annul, recentAt, slugAt } = await setUp();
  await annul(6, 'count-3', 0);
  expect(await slugAt(7)).toBeNull();
  await publish(7, 'final-3', OUTCOME);
  await annul(20 * DAY, 'final-3', 1);
  expect(await recentAt(20 * DAY + 1, 'ann')).toMatchObject({
    question: { slug: 'final-3', phase: 'annulled', resolution: { outcome: null } },
    author: null,
    mine: null,
  });
  expect(await slugAt(35 * DAY)).toBeNull();
});

test('ranks move up when somebody is excluded', async () => {
  const { at, admin, ids, place, publish, recentAt } = await setUp();
  await place(1, 'ann', 'final-3', [900, 900, 200]);
  await place(1, 'ben', 'final-3', [800, 800, 400]);
  await publish(7, 'final-3', OUTCOME);
  const by = { accountId: admin, reason: '두 계정을 써요' };
  await exclusions.decide(at(8), by, { accountIds: [ids.ann], excluded: true });
  expect(await recentAt(9, 'ben')).toMatchObject({ mine: { rank: 1 }, ranked: 1 });
  expect((await recentAt(9, 'ann'))?.mine).toMatchObject({ rank: null, who: 'excluded' });
});
