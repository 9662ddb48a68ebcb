// Official boards: who is ranked, by what, and who is shown beside.
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { setIsAdmin } from '#lib/server/people/moderation/admins.ts';
import * as exclusions from '#lib/server/people/moderation/exclusions.ts';
import { QuestionNotFoundError } from '#lib/server/platform/errors.ts';
import { LogFollower } from '#lib/server/forecasts/log/follower.ts';
import { scoresOf } from '#lib/server/results/leaderboard/my-scores.ts';
import * as leaderboard from '#lib/server/results/leaderboard/service.ts';
import type { BoardRow } from '#lib/types/leaderboard.ts';
import * as resolutions from '#lib/server/results/resolutions/service.ts';
import * as whatIf from '#lib/server/results/what-if/service.ts';
import {
  annulmentFor,
  handleOf,
  insertForecaster,
  insertForecasters,
  placeOn,
  questionId,
} from './setup/factories.ts';
import { OUTCOME, RIGHT, setUpResults, WRONG } from './setup/leaderboard.ts';
import { boardsOf } from './setup/what-if.ts';

const REQUEST = { page: 1, search: '', accountId: null, hasAuthor: true };

describe('an official board', () => {
  test('ranks 1, 1, 3, and shows the crowd, the author and the even forecast unranked', async () => {
    const { db, owner, at, timeAt, profileOf, publish } = await setUpResults();
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
    const { db, owner, admin, at, timeAt, publish } = await setUpResults();
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
    const { db, owner, admin, at, publish } = await setUpResults();
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
    const { db, at, publish } = await setUpResults();
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
    const { db, owner, appUrl, at, publish } = await setUpResults();
    const people = await insertForecasters(db, 3);
    for (const [i, id] of people.entries())
      await placeOn(at(2), 'final-3', id, [700 - 100 * i, 700, 600 + 100 * i]);
    const joinedAt = new Date(Date.now() - 31 * 24 * 60 * 60 * 1_000);
    await owner.updateTable('account').set({ joinedAt }).where('id', '=', people[0]).execute();
    await publish('final-3', OUTCOME);
    const log = new LogFollower(db);
    await log.start();
    const boards = boardsOf(appUrl, log);
    const whole = await leaderboard.board(db, 'all', REQUEST);
    const board = await whatIf.officialNewcomers({ db, boards }, { ...REQUEST, accountId: people[2] });
    expect(whole.rows.map(({ dayOfFirstWeek }) => dayOfFirstWeek)).toEqual([null, 1, 1]);
    const moved = whole.rows.slice(1).map((row, i) => ({ ...row, rank: i + 1, place: i + 1 }));
    expect(board).toEqual({
      ...whole,
      ...{ publishedAt: null, ranked: 2, pool: 3, rows: moved, near: [], mine: moved[1] },
    });
  });

  test('drops an annulled question', async () => {
    const { db, admin, at, profileOf, publish } = await setUpResults();
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
    const { db, owner, at, publish } = await setUpResults();
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
