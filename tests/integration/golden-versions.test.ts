// Later versions of a result: corrected, annulled, resolved again. Expected numbers are computed by hand, or are those of a
// second site on which it was resolved once.
import { expect, test } from 'vitest';
import type { Db } from '#lib/server/platform/db/connect.ts';
import * as leaderboard from '#lib/server/results/leaderboard/service.ts';
import * as notices from '#lib/server/people/notices/service.ts';
import { NOTHING, scoresByHand, type Stretch, worthOf } from '../vectors/plain-scores.ts';
import { annulmentFor, insertQuestion, resultOf } from './setup/factories.ts';
import { replayFrom } from './setup/replay.ts';
import { accountsWhoseLinesDiffer, linesOf, referencesOf } from './setup/results.ts';

const BEGIN = '2026-02-20T00:00:00+09:00';
const HOURS = 2000;
const TWENTY_DAYS = 480;
const PERMILLE = { anna: [900, 900, 900, 300], ben: [500, 800, 800, 900], cho: [750, 750, 750, 750] };
type Name = 'anna' | 'ben' | 'cho';

/** Round 2 with three forecasters; it closes 2000 hours after it opened. */
async function roundTwo() {
  const site = await replayFrom(BEGIN, ['anna', 'ben', 'cho', 'dan']);
  await insertQuestion(site.owner, {
    slug: 'advance-2',
    kind: 'advance',
    seats: 3,
    options: ['lg', 'skt', 'upstage', 'motif'],
    opensAt: site.timeAt(0),
    closesAt: site.timeAt(HOURS),
  });
  await site.place(0, 'anna', 'advance-2', PERMILLE.anna);
  await site.place(500, 'ben', 'advance-2', PERMILLE.ben);
  await site.place(1800, 'cho', 'advance-2', PERMILLE.cho);
  return site;
}

/** Motif was out. */
const OUTCOME = [true, true, true, false];
const ANNA = worthOf(PERMILLE.anna, OUTCOME, 3);
const BEN = worthOf(PERMILLE.ben, OUTCOME, 3);
const CHO = worthOf(PERMILLE.cho, OUTCOME, 3);
const STRETCHES: Stretch<Name>[] = [
  { hours: 500, standing: { anna: ANNA } },
  { hours: 1300, standing: { anna: ANNA, ben: BEN } },
  { hours: 200, standing: { anna: ANNA, ben: BEN, cho: CHO } },
];

/** The corrected result: LG was out, known before cho's forecast. */
const CORRECTED = [false, true, true, true];
const CORRECTED_HOURS = 1700;
const ANNA_CORRECTED = worthOf(PERMILLE.anna, CORRECTED, 3);
const BEN_CORRECTED = worthOf(PERMILLE.ben, CORRECTED, 3);
const CORRECTED_STRETCHES: Stretch<Name>[] = [
  { hours: 500, standing: { anna: ANNA_CORRECTED } },
  { hours: 1200, standing: { anna: ANNA_CORRECTED, ben: BEN_CORRECTED } },
];

test('a correction twenty days later keeps the first version, and scores and boards follow the second', async () => {
  const site = await roundTwo();
  await site.publish(2002, 'advance-2', resultOf(OUTCOME, site.timeAt(2001)), 0);
  const byHand = scoresByHand(HOURS, STRETCHES);
  const first = {
    anna: { ...byHand.anna, rank: 1 },
    ben: { ...byHand.ben, rank: 3 },
    cho: { ...byHand.cho, rank: 2 },
  };
  expect(await site.scores('advance-2', 1)).toEqual(first);
  const kept = async () => [
    await linesOf(site.owner, 'advance-2', 1),
    await referencesOf(site.owner, 'advance-2', 1),
    await boardRows(site.owner, 1),
  ];
  const before = await kept();
  expect(before[2]).not.toEqual([]);

  const reason = '공식 발표문을 잘못 읽었어요';
  const decision = resultOf(CORRECTED, site.timeAt(CORRECTED_HOURS), reason);
  const published = await site.publish(2002 + TWENTY_DAYS, 'advance-2', decision, 1);
  expect(published).toEqual({ version: 2, editions: [] });

  const again = scoresByHand(HOURS, CORRECTED_STRETCHES);
  expect(await site.scores('advance-2', 2)).toEqual({
    anna: { ...again.anna, rank: 2 },
    ben: { ...again.ben, rank: 1 },
    cho: { ...NOTHING, rank: null },
  });
  expect(await accountsWhoseLinesDiffer(site.owner, 'advance-2', 2)).toEqual([]);
  expect(await site.scores('advance-2', 1)).toEqual(first);
  expect(await kept()).toEqual(before);

  const board = (await site.board('all'))!;
  expect(board).toMatchObject({ edition: 2, ranked: 2, questions: 1 });
  expect(board.entries).toMatchObject({
    anna: { rank: 2, peerMicro: again.anna!.peerMicro, baselineMicro: again.anna!.baselineMicro },
    ben: { rank: 1, peerMicro: again.ben!.peerMicro, baselineMicro: again.ben!.baselineMicro },
    cho: { rank: null, peerMicro: 0, questions: 0 },
  });
  const request = { page: 1, search: '', accountId: site.ids.ben, hasAuthor: true };
  expect((await leaderboard.questionBoard(site.owner, 'advance-2', request)).mine).toMatchObject({ rank: 1 });

  for (const name of ['anna', 'ben', 'cho'] as const) {
    expect(await notices.list(site.owner, site.ids[name], 10)).toMatchObject([
      { kind: 'correction', version: 2, note: reason, at: site.timeAt(2002 + TWENTY_DAYS) },
      { kind: 'result', version: 1, at: site.timeAt(2002) },
    ]);
  }
  expect(await notices.list(site.owner, site.ids.dan, 10)).toEqual([]);
});

test('resolving, annulling and resolving again gives the same as resolving once', async () => {
  const [often, once] = [await roundTwo(), await roundTwo()];
  const decision = resultOf(OUTCOME, often.timeAt(2001), '다시 살펴봤어요');
  await often.publish(2002, 'advance-2', resultOf(CORRECTED, often.timeAt(CORRECTED_HOURS)), 0);
  await often.publish(2003, 'advance-2', annulmentFor('다시 살펴봐요'), 1);
  await often.publish(2004, 'advance-2', decision, 2);
  await once.publish(2004, 'advance-2', decision, 0);

  const byHand = scoresByHand(HOURS, STRETCHES);
  expect(await once.scores('advance-2', 1)).toMatchObject(byHand);
  expect(await often.scores('advance-2', 3)).toEqual(await once.scores('advance-2', 1));
  expect(await linesOf(often.owner, 'advance-2', 3)).toEqual(await linesOf(once.owner, 'advance-2', 1));
  expect(await referencesOf(often.owner, 'advance-2', 3)).toEqual(
    await referencesOf(once.owner, 'advance-2', 1),
  );
  expect(await boardRows(often.owner, 3)).toEqual(await boardRows(once.owner, 1));
  for (const kind of ['all', 'final', 'side'] as const) {
    const [many, one] = [await often.board(kind), await once.board(kind)];
    expect(many && { ...many, edition: 1 }).toEqual(one);
  }
});

/** The rows of an edition of the board of all questions, with ranks and places. */
function boardRows(db: Db, edition: number) {
  return db
    .selectFrom('boardEntry')
    .select(['accountId', 'rank', 'place', 'peerMicro', 'baselineMicro', 'coverageMillionths', 'questions'])
    .where('kind', '=', 'all')
    .where('edition', '=', edition)
    .orderBy('accountId')
    .execute();
}
