// Rounds replayed from opening to result, compared with scores computed by hand from logarithms and durations. Equal to
// the last stored digit.
import { describe, expect, test } from 'vitest';
import { QuestionClosedError } from '#lib/server/platform/errors.ts';
import * as notices from '#lib/server/people/notices/service.ts';
import { schedule } from '#lib/server/questions/admin.ts';
import {
  evenByHand,
  NOTHING,
  pointsOf,
  scoresByHand,
  type Stretch,
  worthOf,
} from '../vectors/plain-scores.ts';
import { insertQuestion, resultOf } from './setup/factories.ts';
import { replayFrom } from './setup/replay.ts';
import { accountsWhoseLinesDiffer, referencesOf } from './setup/results.ts';

const { log: ln } = Math;

describe('round 1 as it was: four seats announced, three companies named, one disqualified', () => {
  // From the choice of the five to the result at 15:00 on 15 January 2026: 164 days and 15 hours.
  const BEGIN = '2025-08-04T00:00:00+09:00';
  const HOURS = 3951;
  const OPTIONS = ['lg', 'skt', 'upstage', 'naver-cloud', 'nc-ai'] as const;
  const OUTCOME = [true, true, true, false, false];
  const QUESTION = { slug: 'advance-1', kind: 'advance' as const, seats: 4, options: OPTIONS };

  // Of five four: the even forecast gives each 0.8.
  const points = pointsOf(4, 5);
  const anna = {
    points: points(3 * ln(0.9 / 0.8) + ln(0.1 / 0.2) + ln(0.6 / 0.2)),
    error: (3 * 0.1 ** 2 + 0.9 ** 2 + 0.4 ** 2) / 5,
  };
  const annaLater = {
    points: points(ln(0.98 / 0.8) + ln(0.96 / 0.8) + ln(0.94 / 0.8) + ln(0.38 / 0.2) + ln(0.5 / 0.2)),
    error: (0.02 ** 2 + 0.04 ** 2 + 0.06 ** 2 + 0.62 ** 2 + 0.5 ** 2) / 5,
  };
  const ben = {
    points: points(ln(0.95 / 0.8) + ln(0.85 / 0.8) + ln(0.7 / 0.8) + ln(0.2 / 0.2) + ln(0.3 / 0.2)),
    error: (0.05 ** 2 + 0.15 ** 2 + 0.3 ** 2 + 0.8 ** 2 + 0.7 ** 2) / 5,
  };
  const cho = {
    points: points(3 * ln(0.999 / 0.8) + ln(0.5 / 0.2) + ln(0.497 / 0.2)),
    error: (3 * 0.001 ** 2 + 0.5 ** 2 + 0.503 ** 2) / 5,
  };
  const STRETCHES: Stretch<'anna' | 'ben' | 'cho'>[] = [
    { hours: 951, standing: { anna } },
    { hours: 1000, standing: { anna, ben } },
    { hours: 1000, standing: { anna, ben, cho } },
    { hours: 1000, standing: { anna: annaLater, ben } },
  ];

  test('scores, ranks, boards and lines equal those computed by hand, and every forecaster is notified', async () => {
    const site = await replayFrom(BEGIN, ['anna', 'ben', 'cho', 'dan', 'eve']);
    await insertQuestion(site.owner, { ...QUESTION, opensAt: site.timeAt(0) });
    await site.place(0, 'anna', 'advance-1', [900, 900, 900, 900, 400]);
    await site.place(951, 'ben', 'advance-1', [950, 850, 700, 800, 700]);
    await site.place(1951, 'cho', 'advance-1', [999, 999, 999, 500, 503]);
    await site.place(2951, 'anna', 'advance-1', [980, 960, 940, 620, 500]);
    await site.place(2951, 'cho', 'advance-1', null);
    // The result is public, and not on this site yet.
    await site.place(3952, 'dan', 'advance-1', [999, 999, 999, 501, 502]);
    expect(site.timeAt(HOURS)).toEqual(new Date('2026-01-15T15:00:00+09:00'));
    await site.publish(3954, 'advance-1', resultOf(OUTCOME, site.timeAt(HOURS)), 0);

    const byHand = scoresByHand(HOURS, STRETCHES);
    expect(await site.scores('advance-1', 1)).toEqual({
      anna: { ...byHand.anna, rank: 2 },
      ben: { ...byHand.ben, rank: 3 },
      cho: { ...byHand.cho, rank: 1 },
      dan: { ...NOTHING, rank: null },
    });
    expect(await referencesOf(site.owner, 'advance-1', 1)).toEqual({
      even: { peerMicro: evenByHand(HOURS, STRETCHES), baselineMicro: 0, coverageMillionths: 1_000_000 },
    });
    expect(await accountsWhoseLinesDiffer(site.owner, 'advance-1', 1)).toEqual([]);

    const board = (await site.board('all'))!;
    expect(board).toMatchObject({ edition: 1, ranked: 3, questions: 1 });
    const { peerMicro, baselineMicro, coverageMillionths } = byHand.cho!;
    expect(board.entries).toMatchObject({
      anna: { rank: 2, peerMicro: byHand.anna!.peerMicro, questions: 1 },
      ben: { rank: 3, peerMicro: byHand.ben!.peerMicro, questions: 1 },
      cho: { rank: 1, peerMicro, baselineMicro, coverageMillionths, questions: 1 },
      dan: { rank: null, peerMicro: 0, questions: 0 },
    });
    expect(await site.board('final')).toBeNull();
    expect(await site.board('side')).toBeNull();

    const noticesOf = async (name: 'anna' | 'cho' | 'dan' | 'eve') =>
      (await notices.list(site.owner, site.ids[name], 10)).map(({ kind, slug }) => `${kind} ${slug}`);
    for (const name of ['anna', 'cho', 'dan'] as const)
      expect(await noticesOf(name)).toEqual(['result advance-1']);
    expect(await noticesOf('eve')).toEqual([]);
  });
});

// Round 2: of LG, SKT, Upstage and Motif three were to go on, and Motif did not.
const BEGIN = '2026-02-20T00:00:00+09:00';
const OPTIONS = ['lg', 'skt', 'upstage', 'motif'] as const;
const OUTCOME = [true, true, true, false];
const EVEN = [750, 750, 750, 750];
const GOOD = [900, 900, 900, 300];
const BAD = [500, 800, 800, 900];
const even = worthOf(EVEN, OUTCOME, 3);
const good = worthOf(GOOD, OUTCOME, 3);
const bad = worthOf(BAD, OUTCOME, 3);

async function roundTwo(closesAfter: number) {
  const site = await replayFrom(BEGIN, ['anna', 'ben', 'cho', 'dan']);
  const times = { opensAt: site.timeAt(0), closesAt: site.timeAt(closesAfter) };
  const shape = { kind: 'advance' as const, seats: 3, options: OPTIONS };
  const questionId = await insertQuestion(site.owner, { slug: 'advance-2', ...shape, ...times });
  return { ...site, questionId };
}

test('a close that is postponed moves the end of the horizon, and forecasts after the first date count', async () => {
  const site = await roundTwo(1000);
  await site.place(500, 'anna', 'advance-2', GOOD);
  // The crowd's odds of a minute count from its end: they stand from hour 600 on.
  await site.owner
    .insertInto('crowdPoint')
    .values({
      questionId: site.questionId,
      at: new Date(site.timeAt(600).getTime() - 60_000),
      permille: EVEN,
      forecasters: 1,
      seq: 1,
    })
    .execute();
  await schedule(site.at(900), { accountId: site.admin }, 'advance-2', site.timeAt(2000));
  await site.place(1500, 'ben', 'advance-2', BAD);
  await expect(site.place(2000, 'cho', 'advance-2', EVEN)).rejects.toThrow(QuestionClosedError);
  await site.publish(2101, 'advance-2', resultOf(OUTCOME, site.timeAt(2100)), 0);

  const stretches: Stretch<'anna' | 'ben' | 'crowd'>[] = [
    { hours: 500, standing: {} },
    { hours: 100, standing: { anna: good } },
    { hours: 900, standing: { anna: good }, outside: { crowd: even } },
    { hours: 500, standing: { anna: good, ben: bad }, outside: { crowd: even } },
  ];
  const { anna, ben, crowd } = scoresByHand(2000, stretches);
  expect(await site.scores('advance-2', 1)).toEqual({ anna: { ...anna, rank: 1 }, ben: { ...ben, rank: 2 } });
  expect(anna!.coverageMillionths).toBe(750_000);
  const { peerMicro, baselineMicro, coverageMillionths } = crowd!;
  expect(await referencesOf(site.owner, 'advance-2', 1)).toEqual({
    crowd: { peerMicro, baselineMicro, coverageMillionths },
    even: { peerMicro: evenByHand(2000, stretches), baselineMicro: 0, coverageMillionths: 1_000_000 },
  });
  expect(await accountsWhoseLinesDiffer(site.owner, 'advance-2', 1)).toEqual([]);
});

test('a result before the scheduled close ends the window, and the rest of the horizon counts 0', async () => {
  const site = await roundTwo(2000);
  await site.place(0, 'anna', 'advance-2', GOOD);
  await site.place(600, 'ben', 'advance-2', BAD);
  // At the very moment of the result, and after it: the question is open on this site still.
  await site.place(1200, 'dan', 'advance-2', GOOD);
  await site.place(1202, 'ben', 'advance-2', GOOD);
  await site.place(1203, 'cho', 'advance-2', GOOD);
  await site.publish(1205, 'advance-2', resultOf(OUTCOME, site.timeAt(1200)), 0);

  const stretches: Stretch<'anna' | 'ben'>[] = [
    { hours: 600, standing: { anna: good } },
    { hours: 600, standing: { anna: good, ben: bad } },
  ];
  const { anna, ben } = scoresByHand(2000, stretches);
  expect(anna!.coverageMillionths).toBe(600_000);
  expect(await site.scores('advance-2', 1)).toEqual({
    anna: { ...anna, rank: 1 },
    ben: { ...ben, rank: 2 },
    cho: { ...NOTHING, rank: null },
    dan: { ...NOTHING, rank: null },
  });
  expect(await referencesOf(site.owner, 'advance-2', 1)).toEqual({
    even: { peerMicro: evenByHand(2000, stretches), baselineMicro: 0, coverageMillionths: 600_000 },
  });
  await expect(site.place(1300, 'anna', 'advance-2', EVEN)).rejects.toThrow(QuestionClosedError);
  expect(await accountsWhoseLinesDiffer(site.owner, 'advance-2', 1)).toEqual([]);
});
