import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { resolve } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { setIsAdmin } from '#lib/server/accounts/admins.ts';
import * as exclusions from '#lib/server/accounts/exclusions.ts';
import { QuestionNotFoundError } from '#lib/server/errors.ts';
import { LogFollower } from '#lib/server/forecast-log/follower.ts';
import { linePage } from '#lib/server/leaderboard/score-lines.ts';
import { scoresJson } from '#lib/server/export/scores-json.ts';
import { scoresOf } from '#lib/server/leaderboard/my-scores.ts';
import * as leaderboard from '#lib/server/leaderboard/service.ts';
import type { BoardRow } from '#lib/types/leaderboard.ts';
import * as resolutions from '#lib/server/resolutions/service.ts';
import { WhatIfBoards } from '#lib/server/what-if/boards.ts';
import * as whatIf from '#lib/server/what-if/service.ts';
import {
  annulmentFor,
  handleOf,
  insertForecaster,
  insertForecasters,
  insertQuestion,
  placeOn,
  questionId,
  resultOf,
} from './setup/factories.ts';
import { findProfile } from './setup/profile.ts';
import { cloneWithHours, type HoursSite } from './setup/replay.ts';

const RIGHT = [800, 800, 400];
const WRONG = [400, 800, 800];
const OUTCOME = [true, true, false];
const REQUEST = { page: 1, search: '', accountId: null, hasAuthor: true };

/** Set before each test. */
let { db, owner, appUrl, admin, at, timeAt } = {} as HoursSite;

beforeEach(async () => {
  ({ db, owner, appUrl, admin, at, timeAt } = await cloneWithHours('count-3'));
});

async function profileOf(accountId: number) {
  return (await findProfile(db, await handleOf(db, accountId)))!.forecaster;
}

/** Publishes, ten hours after the opening, a result that was known after eight. */
function publish(slug: string, outcome: boolean[], version = 0) {
  const note = version > 0 ? 'it was read wrongly' : '';
  return resolutions.publish(at(10 + version), admin, slug, resultOf(outcome, timeAt(8), note), version);
}

describe('an official board', () => {
  test('ranks 1, 1, 3, and shows the crowd, the author and the even forecast unranked', async () => {
    const people = await insertForecasters(db, 3);
    const early = at(2);
    for (const [i, id] of people.entries()) await placeOn(early, 'final-3', id, i < 2 ? RIGHT : WRONG);
    const point = { at: new Date(Math.ceil(timeAt(2).getTime() / 60_000) * 60_000), seq: 1 };
    await owner
      .insertInto('crowdPoint')
      .values({ questionId: await questionId(db, 'final-3'), ...point, permille: RIGHT, forecasters: 3 })
      .execute();
    await publish('final-3', OUTCOME);

    const board = await leaderboard.board(db, 'all', { ...REQUEST, accountId: people[2] });
    expect(board.rows.map(({ rank }) => rank)).toEqual([1, 1, 3]);
    expect(board.rows[0]!.peerMicro).toBe(board.rows[1]!.peerMicro);
    expect(Math.abs(board.rows.reduce((sum, row) => sum + row.peerMicro, 0))).toBeLessThanOrEqual(2);
    expect(board.references.map(({ who, rank }) => [who, rank])).toEqual([
      ['crowd', null],
      ['author', null],
      ['even', null],
    ]);
    expect(board.mine).toEqual(board.rows[2]);
    expect((await profileOf(people[2])).standing).toEqual({ row: board.rows[2], ranked: 3 });
    const withoutAuthor = await leaderboard.board(db, 'all', { ...REQUEST, hasAuthor: false, search: 'aut' });
    expect([withoutAuthor.rows, withoutAuthor.references.map(({ who }) => who)]).toEqual([
      [],
      ['crowd', 'even'],
    ]);
  });

  test('never ranks an admin, the author or an excluded account, and labels them', async () => {
    const [ranked, excluded] = await insertForecasters(db, 2);
    for (const id of [ranked, excluded, admin]) await placeOn(at(2), 'final-3', id, RIGHT);
    await sql`update account set excluded_at = ${timeAt(3)} where id = ${excluded}`.execute(owner);
    await publish('final-3', OUTCOME);
    for (const board of [
      await leaderboard.board(db, 'all', REQUEST),
      await leaderboard.questionBoard(db, 'final-3', REQUEST),
    ])
      expect(board).toMatchObject({ ranked: 1, rows: [{ handle: await handleOf(db, ranked), rank: 1 }] });
    const mineAs = async (accountId: number) =>
      (await leaderboard.board(db, 'all', { ...REQUEST, accountId })).mine;
    expect(await mineAs(excluded)).toMatchObject({ who: 'excluded', rank: null });
    expect(await mineAs(admin)).toMatchObject({ who: 'admin', rank: null });
    const found = await leaderboard.board(db, 'all', { ...REQUEST, search: 'author' });
    expect(found.rows).toMatchObject([{ handle: 'author', who: 'author', rank: null }]);
  });

  test('of a question is re-ranked when an account is excluded later or becomes an admin, and when it is restored', async () => {
    const people = await insertForecasters(db, 5);
    const [first, second, third, fourth, fifth] = people;
    const odds = [RIGHT, [800, 780, 420], [800, 780, 420], [700, 700, 600], WRONG];
    for (const [i, id] of people.entries()) await placeOn(at(2), 'final-3', id, odds[i]!);
    await publish('final-3', OUTCOME);
    const ranksFor = async (accountId: number) => {
      const board = await leaderboard.questionBoard(db, 'final-3', { ...REQUEST, accountId });
      return { ranked: board.ranked, ranks: board.rows.map(({ rank }) => rank), mine: board.mine!.rank };
    };
    expect(await ranksFor(fifth)).toEqual({ ranked: 5, ranks: [1, 2, 2, 4, 5], mine: 5 });

    const by = { accountId: admin, reason: '시험' };
    await exclusions.decide(db, by, { accountIds: [second], excluded: true });
    expect(await ranksFor(fifth)).toEqual({ ranked: 4, ranks: [1, 2, 3, 4], mine: 4 });
    expect(await ranksFor(third)).toMatchObject({ mine: 2 });
    expect(await ranksFor(second)).toMatchObject({ ranks: [1, 2, 3, 4], mine: null });
    await setIsAdmin(owner, first, true);
    expect(await ranksFor(fourth)).toEqual({ ranked: 3, ranks: [1, 2, 3], mine: 2 });
    expect(await leaderboard.board(db, 'all', REQUEST)).toMatchObject({ ranked: 3 });
    await exclusions.decide(db, by, { accountIds: [second], excluded: false });
    expect(await ranksFor(fourth)).toEqual({ ranked: 4, ranks: [1, 1, 3, 4], mine: 3 });
  });

  test('counts the questions of its kind, and each question has its own board', async () => {
    const [a, b] = await insertForecasters(db, 2);
    for (const id of [a, b]) await placeOn(at(2), 'final-3', id, id === a ? RIGHT : WRONG);
    await placeOn(at(2), 'count-3', b, [100, 700, 100, 100]);
    expect(await leaderboard.board(db, 'all', REQUEST)).toMatchObject({ questions: 0, rows: [] });
    await expect(leaderboard.questionBoard(db, 'final-3', REQUEST)).rejects.toThrow(QuestionNotFoundError);
    await publish('final-3', OUTCOME);
    await publish('count-3', [false, true, false, false]);

    const request = { ...REQUEST, accountId: b };
    const [all, final, side] = await Promise.all(
      leaderboard.BOARD_KINDS.map((kind) => leaderboard.board(db, kind, request)),
    );
    expect([all!.questions, final!.questions, side!.questions]).toEqual([2, 1, 1]);
    expect([all!.ranked, final!.ranked, side!.ranked]).toEqual([2, 2, 1]);
    expect(all!.mine!.peerMicro).toBe(final!.mine!.peerMicro + side!.mine!.peerMicro);
    expect(all!.mine!.questions).toBe(2);
    const own = await leaderboard.questionBoard(db, 'final-3', request);
    expect(own).toMatchObject({ questions: 1, ranked: 2, mine: { peerMicro: final!.mine!.peerMicro } });
  });

  test('has newcomers as a filter, ranked among themselves by the same points', async () => {
    const people = await insertForecasters(db, 3);
    for (const [i, id] of people.entries())
      await placeOn(at(2), 'final-3', id, [700 - 100 * i, 700, 600 + 100 * i]);
    const joinedAt = new Date(Date.now() - 31 * 24 * 60 * 60 * 1_000);
    await owner.updateTable('account').set({ joinedAt }).where('id', '=', people[0]).execute();
    await publish('final-3', OUTCOME);
    const log = new LogFollower(db);
    await log.start();
    const boards = new WhatIfBoards(resolve('src/lib/server/what-if/worker.ts'), appUrl, log);
    onTestFinished(() => boards.close());
    const whole = await leaderboard.board(db, 'all', REQUEST);
    const board = await whatIf.officialNewcomers({ db, boards }, { ...REQUEST, accountId: people[2] });
    const moved = whole.rows.slice(1).map((row, i) => ({ ...row, rank: i + 1, place: i + 1 }));
    expect(board).toEqual({
      ...whole,
      ...{ publishedAt: null, ranked: 2, pool: 3, rows: moved, near: [], mine: moved[1] },
    });
  });

  test('drops an annulled question', async () => {
    const me = await insertForecaster(db);
    await placeOn(at(2), 'final-3', me, RIGHT);
    await publish('final-3', OUTCOME);
    await resolutions.publish(at(12), admin, 'final-3', annulmentFor('the contest was called off'), 1);
    const empty = { questions: 0, rows: [], references: [], mine: null };
    for (const kind of leaderboard.BOARD_KINDS)
      expect(await leaderboard.board(db, kind, { ...REQUEST, accountId: me })).toMatchObject(empty);
    await expect(leaderboard.questionBoard(db, 'final-3', REQUEST)).rejects.toThrow(QuestionNotFoundError);
    expect((await profileOf(me)).standing).toBeNull();
    const [score] = await scoresOf(db, me);
    expect(score).toMatchObject({ latest: { version: 2, score: null }, earlier: [{ version: 1 }] });
    expect(score!.earlier[0]!.score).not.toBeNull();
  });

  test('has pages of a hundred rows and a search by handle prefix', async () => {
    const names = Array.from({ length: 130 }, (_, i) => `P${i < 30 ? '_' : 'x'}${randomUUID().slice(0, 8)}`);
    const people = await owner
      .insertInto('account')
      .values(names.map((handle) => ({ handle, passwordHash: 'none' })))
      .returning('id')
      .execute();
    const early = at(2);
    for (const { id } of people) await placeOn(early, 'final-3', id, RIGHT);
    await publish('final-3', OUTCOME);
    for (const read of [leaderboard.board, leaderboard.questionBoard]) {
      const page = (request: Partial<leaderboard.BoardRequest>) =>
        read === leaderboard.board
          ? leaderboard.board(db, 'final', { ...REQUEST, ...request })
          : leaderboard.questionBoard(db, 'final-3', { ...REQUEST, ...request });
      const [first, second, beyond] = [await page({}), await page({ page: 2 }), await page({ page: 99 })];
      expect([first.rows.length, second.rows.length, first.pages]).toEqual([100, 30, 2]);
      expect(beyond).toEqual(second);
      const placesOf = (rows: BoardRow[]) => rows.map(({ place }) => place);
      const cut = await page({ limit: 3, accountId: people[77]!.id });
      const mine = cut.mine!.place!;
      expect(placesOf(cut.rows)).toEqual([1, 2, 3]);
      expect(placesOf(cut.near)).toEqual([mine - 2, mine - 1, mine, mine + 1, mine + 2]);
      expect((await page({ accountId: people[77]!.id })).near).toEqual([]);
      expect((await page({ limit: 3 })).near).toEqual([]);
      expect(new Set([...first.rows, ...second.rows].map(({ handle }) => handle)).size).toBe(130);
      const handles = async (search: string) =>
        (await page({ search })).rows.map(({ handle }) => handle!.slice(0, 2));
      expect(await handles('p_')).toEqual(Array(leaderboard.MOST_FOUND).fill('P_'));
      expect(await handles(names[40]!.toLowerCase())).toEqual(['Px']);
      expect(await handles('%')).toEqual([]);
    }
  });
});

describe('my scores', () => {
  test('are the sums of their score lines in every version, without late forecasts', async () => {
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
