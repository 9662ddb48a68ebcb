// What one forecaster earned, line by line, and what a profile shows of it.
import { describe, expect, test } from 'vitest';
import { linePage, scoresOf } from '#lib/server/results/leaderboard/my-scores.ts';
import { scoresJson } from '#lib/server/share/export/sections.ts';
import {
  handleOf,
  insertForecaster,
  insertForecasters,
  insertQuestion,
  placeOn,
  questionId,
} from './setup/factories.ts';
import { findProfile } from './setup/profile.ts';
import { OUTCOME, RIGHT, setUpResults, WRONG } from './setup/leaderboard.ts';

describe('my scores', () => {
  test('are the sums of their score lines in every version, without late forecasts', async () => {
    const { db, at, timeAt, publish } = await setUpResults();
    const [me, other] = await insertForecasters(db, 2);
    await placeOn(at(1), 'final-3', me, RIGHT);
    await placeOn(at(2), 'final-3', other, WRONG);
    await placeOn(at(3), 'final-3', me, [900, 700, 400]);
    await placeOn(at(4), 'final-3', me, null);
    await placeOn(at(6), 'final-3', me, WRONG);
    await placeOn(at(9), 'final-3', me, [999, 999, 2]);
    await publish('final-3', OUTCOME);
    await publish('final-3', [false, true, true], 1);

    const [score] = await scoresOf(db, me, { mostLines: 100 });
    expect(score).toMatchObject({ question: 'final-3', late: 1, latest: { version: 2, ranked: 2 } });
    for (const { score: total, lines } of [score!.latest, ...score!.earlier]) {
      expect(lines).toHaveLength(9);
      const [from, until] = [timeAt(1).toISOString(), timeAt(3).toISOString()];
      expect(lines[0]).toMatchObject({ permille: 800, from, until });
      expect(lines.at(-1)!.until).toBe(timeAt(8).toISOString());
      for (const points of ['peerMicro', 'baselineMicro'] as const) {
        const sum = lines.reduce((so, line) => so + line[points], 0);
        expect(Math.abs(sum - total![points])).toBeLessThanOrEqual(lines.length);
      }
    }
    const [long] = await scoresOf(db, me, { mostLines: 2 });
    expect(long!.latest).toMatchObject({ lines: [], hasMoreLines: true });
    const page = { questionId: await questionId(db, 'final-3'), version: 2, limit: 2 };
    const first = await linePage(db, me, score!.options, { ...page, after: 0 });
    const second = await linePage(db, me, score!.options, { ...page, after: first.next! });
    expect([...first.lines, ...second.lines]).toEqual(score!.latest.lines);
    expect(second.next).toBeNull();

    expect(score!.latest.outcome).not.toEqual(score!.earlier[0]!.outcome);
    expect(scoresJson(score!)).toMatchObject([
      { question: 'final-3', version: 2, isLatest: true, rank: 2 },
      { question: 'final-3', version: 1, isLatest: false, rank: 1 },
    ]);
  });

  test('exist without a rank for an account with only late forecasts', async () => {
    const { db, at, profileOf, publish } = await setUpResults();
    const [me, other] = await insertForecasters(db, 2);
    await placeOn(at(2), 'final-3', other, RIGHT);
    await placeOn(at(9), 'final-3', me, RIGHT);
    await publish('final-3', OUTCOME);
    const [score] = await scoresOf(db, me, { mostLines: 100 });
    expect(score).toMatchObject({ late: 1, latest: { lines: [], score: { peerMicro: 0, rank: null } } });
    expect((await profileOf(me)).calibration).toEqual({ answers: 0, bins: null });
  });
});

describe('a profile', () => {
  test('is found case-insensitively, and shows record, calibration and picks', async () => {
    const { db, at, publish } = await setUpResults();
    const me = await insertForecaster(db);
    await placeOn(at(2), 'final-3', me, WRONG);
    await placeOn(at(3), 'final-3', me, RIGHT);
    await placeOn(at(9), 'final-3', me, WRONG);
    await placeOn(at(2), 'count-3', me, [100, 700, 100, 100]);
    await publish('final-3', OUTCOME);
    const handle = await handleOf(db, me);
    const profile = await findProfile(at(11), handle.toUpperCase());
    expect(profile!.forecaster).toMatchObject({
      handle,
      isExcluded: false,
      standing: { ranked: 1, row: { rank: 1 } },
      scores: [{ question: 'final-3', latest: { ranked: 1, score: { rank: 1 }, lines: [] } }],
      calibration: { answers: 3, bins: null },
    });
    expect(profile!.open.map(({ slug, mine }) => [slug, mine!.permille])).toEqual([
      ['count-3', [100, 700, 100, 100]],
    ]);
    for (const missing of ['nobody-here', '%', '\0', ''])
      expect(await findProfile(db, missing)).toBeUndefined();
    const author = (await findProfile(db, 'Author'))!.forecaster;
    expect(author).toMatchObject({ isAuthor: true, joinedAt: null });
    expect(await findProfile(db, 'author', false)).toBeUndefined();
  });

  test('shows calibration from twenty resolved options on, using the last standing forecasts', async () => {
    const { db, owner, at, timeAt, profileOf, publish } = await setUpResults();
    const me = await insertForecaster(db);
    for (let i = 0; i < 7; i++) {
      const slug = `side-${i}`;
      await insertQuestion(owner, { slug, seats: 2, options: ['a', 'b', 'c'], opensAt: timeAt(0) });
      await placeOn(at(2), slug, me, WRONG);
      await placeOn(at(3), slug, me, RIGHT);
      await publish(slug, OUTCOME);
    }
    const { answers, bins } = (await profileOf(me)).calibration;
    expect(answers).toBe(21);
    expect(bins!.map(({ from, count, cameTrue }) => [from, count, cameTrue])).toEqual([
      [400, 7, 0],
      [800, 14, 1],
    ]);
  });
});
