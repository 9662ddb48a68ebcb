// The board of markets: who gained how much, worked out by hand.
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { MICRO } from '#lib/domain/micro.ts';
import { BusyError } from '#lib/server/platform/errors.ts';
import { marketBoard } from '#lib/server/market/board.ts';
import type { TradedQuestion } from '#lib/server/market/trade.ts';
import { cloneDatabase } from './setup/database.ts';
import { authorId, handleOf, insertForecaster, insertForecasters } from './setup/factories.ts';
import { questionOf, publishOn, trade } from './setup/markets.ts';

const B = 1_000 / Math.LN2;
/** Of the first 100 points on one of three equally likely pairs, where it comes true. */
const GAIN = B * Math.log(1 + 3 * (2 ** 0.1 - 1)) - 100;

async function setUp() {
  const database = await cloneDatabase();
  const { db, owner } = database;
  const admin = await insertForecaster(owner, { isAdmin: true });
  const accounts = await insertForecasters(db, 6);
  const publish = (slug: string, outcome: boolean[] | null, version: number) =>
    publishOn(db, admin, slug, outcome, version);
  const spend = (question: TradedQuestion, account: number, event: string, points: number) =>
    trade(db, question, account, event, { spend: points * MICRO });
  const request = (accountId: number | null, rest = {}) => ({
    ...{ page: 1, limit: 20, search: '', accountId, hasAuthor: true, ...rest },
  });
  const final = await questionOf(db, 'final-3');
  const count = await questionOf(db, 'count-3');
  return { ...database, admin, accounts, publish, spend, request, final, count };
}

describe('the board of markets', () => {
  test('adds up points over settled markets, ranks 1, 2, 2, 4, and leaves author and admins out', async () => {
    const { db, owner, admin, accounts, publish, spend, request, final, count } = await setUp();
    const [lucky, one, other, last, excluded, idle] = accounts;
    const author = await authorId(db);
    expect(await marketBoard(db, request(lucky))).toMatchObject({
      settled: 0,
      ranked: 0,
      rows: [],
      mine: null,
    });
    await spend(final, lucky, 'set:skt,upstage', 100);
    for (const [account, points] of [
      [one, 50],
      [other, 50],
      [last, 80],
      [excluded, 5],
      [author, 20],
      [admin, 30],
    ] as const)
      await spend(final, account, 'drops:skt', points);
    await spend(count, lucky, `survives:${count.options[1]}`, 10);
    await owner
      .updateTable('account')
      .set({ excludedAt: sql<Date>`now_at()` })
      .where('id', '=', excluded)
      .execute();
    // Nothing is settled yet.
    expect((await marketBoard(db, request(lucky))).rows).toEqual([]);

    await publish('final-3', [true, true, false], 0);
    await publish('count-3', [true, false, false, false], 0);
    const board = await marketBoard(db, request(last));
    const handles = await Promise.all([lucky, one, other, last].map((id) => handleOf(db, id)));
    expect(board).toMatchObject({ settled: 2, ranked: 4, near: [] });
    expect(board.rows.map(({ handle, rank, place, markets }) => [handle, rank, place, markets])).toEqual([
      [handles[0], 1, 1, 2],
      [handles[1], 2, 2, 1],
      [handles[2], 2, 3, 1],
      [handles[3], 4, 4, 1],
    ]);
    const [first, ...rest] = board.rows.map(({ points }) => points);
    // Shares are rounded down to a millionth.
    expect(Math.abs(first! - (GAIN - 10) * MICRO)).toBeLessThan(2);
    expect(rest).toEqual([-50 * MICRO, -50 * MICRO, -80 * MICRO]);
    expect(board.mine).toEqual(board.rows[3]);
    const unranked = { rank: null, place: null };
    expect(board.references).toMatchObject([{ who: 'author', points: -20 * MICRO, ...unranked }]);
    expect((await marketBoard(db, request(null, { hasAuthor: false }))).references).toEqual([]);
    for (const [account, who, points] of [
      [admin, 'admin', -30],
      [excluded, 'excluded', -5],
    ] as const)
      expect((await marketBoard(db, request(account))).mine).toMatchObject({
        ...{ who, points: points * MICRO, ...unranked },
      });
    expect((await marketBoard(db, request(idle))).mine).toBeNull();
  });

  test('follows a correction, and forgets a market that is annulled', async () => {
    const { db, accounts, publish, spend, request, final } = await setUp();
    const [right, wrong] = accounts;
    await spend(final, right, 'set:skt,upstage', 100);
    await spend(final, wrong, 'drops:skt', 50);
    const ranks = async () =>
      Promise.all([right, wrong].map(async (id) => (await marketBoard(db, request(id))).mine?.rank));
    await publish('final-3', [true, true, false], 0);
    expect(await ranks()).toEqual([1, 2]);
    await publish('final-3', [false, true, true], 1);
    expect(await ranks()).toEqual([2, 1]);
    await publish('final-3', null, 2);
    expect(await marketBoard(db, request(right))).toMatchObject({ settled: 0, ranked: 0, mine: null });
  });

  test('shows the first rows with the reader’s neighbours further down, and of a page too far the last', async () => {
    const { db, accounts, publish, spend, request, final } = await setUp();
    for (const [i, account] of accounts.entries()) await spend(final, account, 'drops:skt', 10 + i);
    await publish('final-3', [true, true, false], 0);
    const places = (rows: readonly { place: number | null }[]) => rows.map(({ place }) => place);
    const board = await marketBoard(db, request(accounts[4], { limit: 2 }));
    expect([places(board.rows), places(board.near)]).toEqual([
      [1, 2],
      [3, 4, 5, 6],
    ]);
    expect(board.mine).toMatchObject({ place: 5, points: -14 * MICRO });
    const far = await marketBoard(db, request(null, { page: 9, limit: 100 }));
    expect([far.page, far.pages, places(far.rows)]).toEqual([1, 1, [1, 2, 3, 4, 5, 6]]);
  });

  test('finds traders alone by the beginning of a handle, with their ranks on the whole board', async () => {
    const { db, owner, accounts, publish, spend, request, final } = await setUp();
    const names = ['Pine_1', 'pine', 'Pine2', 'other', 'pinee'];
    for (const [i, handle] of names.entries()) {
      await owner.updateTable('account').set({ handle }).where('id', '=', accounts[i]!).execute();
      await spend(final, accounts[i]!, 'drops:skt', 10 + i);
    }
    await owner.updateTable('account').set({ handle: 'pine0' }).where('id', '=', accounts[5]!).execute();
    await publish('final-3', [true, true, false], 0);
    const find = async (search: string) => {
      const { rows, near } = await marketBoard(db, request(accounts[3], { search }));
      expect(near).toEqual([]);
      return rows.map(({ handle, rank }) => [handle, rank]);
    };
    expect(await find('PINE')).toEqual([
      ['pine', 2],
      ['Pine2', 3],
      ['Pine_1', 1],
      ['pinee', 5],
    ]);
    expect(await find('pine_')).toEqual([['Pine_1', 1]]);
    expect(await find('%')).toEqual([]);
    expect(await find('nobody')).toEqual([]);
  });

  test('is ranked for one request at a time, and refused beyond forty that wait', async () => {
    const { db, request } = await setUp();
    const asked = await Promise.allSettled(Array.from({ length: 60 }, () => marketBoard(db, request(null))));
    const refused = asked.filter((each) => each.status === 'rejected');
    expect(refused).toHaveLength(19);
    for (const { reason } of refused) expect(reason).toBeInstanceOf(BusyError);
  });
});
