import type { Worker } from 'node:worker_threads';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { LogFollower } from '#lib/server/forecasts/log/follower.ts';
import * as leaderboard from '#lib/server/results/leaderboard/service.ts';
import * as resolutions from '#lib/server/results/resolutions/service.ts';
import * as whatIf from '#lib/server/results/what-if/service.ts';
import { balance } from '#lib/domain/seats.ts';
import { instantAfter } from './setup/clock.ts';
import { cloneDatabase } from './setup/database.ts';
import {
  handleOf,
  insertForecaster,
  insertForecasters,
  insertQuestion,
  placeOn,
  questionId,
  resultOf,
} from './setup/factories.ts';
import { boardsOf, officialRows, rowsOf, startBoards } from './setup/what-if.ts';
import { fillLog } from './setup/log.ts';

const BOTH = [{ question: 'final-3', survivors: ['skt', 'upstage'] }];
const request = (accountId: number | null) => ({ page: 1, search: '', accountId, hasAuthor: true });

/** Twelve forecasters of two questions, an admin among them, with odds over time as the keeper writes them. */
async function setUp() {
  const database = await cloneDatabase();
  const { db, owner } = database;
  const admin = await insertForecaster(owner, { isAdmin: true });
  const accounts = await insertForecasters(db, 12);
  const { keeper, boards } = await startBoards(database);
  for (const [i, account] of [...accounts, admin].entries()) {
    await placeOn(db, 'final-3', account, balance([300 + 53 * i, 900 - 41 * i, 200 + 17 * i], 2));
    await placeOn(db, 'count-3', account, balance([100 + 11 * i, 500 - 20 * i, 250, 150], 1));
  }
  await placeOn(db, 'final-3', accounts[3], null);
  await keeper.poll();
  return { ...database, boards, keeper, admin, accounts };
}

test('the what-if board under the true outcome equals the official one', async () => {
  const { db, boards, admin, accounts, keeper } = await setUp();
  await keeper.stop();
  const knownAt = await instantAfter(db);
  const order = (await resolutions.getResolvable(db, 'final-3')).options.map(({ slug }) => slug);
  const computed = await boards.boardAt(BOTH, knownAt);
  const outcome = order.map((slug) => BOTH[0]!.survivors.includes(slug));
  await resolutions.publish(db, admin, 'final-3', resultOf(outcome, knownAt), 0);

  expect(rowsOf(computed!)).toEqual(await officialRows(db, 1));
  expect(computed!.ranked).toBe(accounts.length);

  // A further assumption is added to the published result.
  const two = [{ question: 'count-3', survivors: ['two'] }];
  const [then] = await boards.boards([two]);
  expect(then!.counted).toBe(2);
  const at = await instantAfter(db);
  const assumedToo = await boards.boardAt(two, at);
  await resolutions.publish(db, admin, 'count-3', resultOf([false, true, false, false], at), 0);
  const view = await leaderboard.board(db, 'all', request(accounts[0]));
  expect(view.rows.map(({ peerMicro, coverageMillionths }) => [peerMicro, coverageMillionths])).toEqual(
    view.rows.map((_, i) => [assumedToo!.peerMicro[i], assumedToo!.coverageMillionths[i]]),
  );
  expect(view.references.find(({ who }) => who === 'even')!.peerMicro).toBe(
    assumedToo!.references.find(({ who }) => who === 'even')!.peerMicro,
  );
});

test('a forecast is on the board a second later, and a result removes the question from it', async () => {
  const { db, boards, accounts, admin } = await setUp();
  const source = { db, boards };
  const before = await whatIf.board(source, BOTH, request(accounts[0]));
  expect(before).toMatchObject({ ranked: 12, questions: 1 });
  // The crowd's odds count from the next full minute on, which may come at any moment.
  const references = before!.references.map(({ who }) => who).filter((who) => who !== 'crowd');
  expect(references).toEqual(['author', 'even']);
  const newcomer = await insertForecaster(db);
  await placeOn(db, 'final-3', newcomer, [900, 900, 200]);
  await expect
    .poll(async () => (await whatIf.board(source, BOTH, request(newcomer)))?.ranked, { timeout: 5_000 })
    .toBe(13);
  const others = [BOTH, [{ question: 'final-3', survivors: ['lg'] }]];
  const ranks = (await whatIf.boardWithRanks(source, BOTH, others, request(newcomer)))?.ranks;
  expect(ranks?.every((rank) => rank !== null && rank >= 1 && rank <= 13)).toBe(true);

  const result = resultOf([true, true, false], await instantAfter(db));
  await resolutions.publish(db, admin, 'final-3', result, 0);
  await expect.poll(() => whatIf.board(source, BOTH, request(null)), { timeout: 5_000 }).toBeNull();
});

test('a question that opens later is on the board with its first forecast', async () => {
  const { db, owner, boards, accounts } = await setUp();
  await boards.boards([BOTH]);
  await insertQuestion(owner, { slug: 'late-one' });
  await placeOn(db, 'late-one', accounts[0], [700, 300]);
  const [board] = await boards.boards([[{ question: 'late-one', survivors: ['yes'] }]]);
  expect([...board!.accounts]).toEqual([accounts[0]]);
});

test('rows say which day of their first week it is', async () => {
  const { owner, db, boards, accounts } = await setUp();
  const days = [0.1, 0.9, 1.1, 6.9, 7.1];
  for (const [i, age] of days.entries()) {
    const joinedAt = sql<Date>`now() - ${age} * interval '1 day'`;
    await owner.updateTable('account').set({ joinedAt }).where('id', '=', accounts[i]!).execute();
  }
  const handles = await Promise.all(accounts.slice(0, days.length).map((id) => handleOf(db, id)));
  const { rows } = (await whatIf.board({ db, boards }, BOTH, request(accounts[0])))!;
  const dayOf = new Map(rows.map(({ handle, dayOfFirstWeek }) => [handle, dayOfFirstWeek]));
  expect(handles.map((handle) => dayOf.get(handle))).toEqual([1, 1, 2, 7, null]);
});

test('newcomers are ranked among themselves, in the order of the whole board', async () => {
  const { owner, db, boards, accounts } = await setUp();
  const days = (n: number) => sql<Date>`now() - ${n} * interval '1 day'`;
  const joined = (ids: number[], n: number) =>
    owner
      .updateTable('account')
      .set({ joinedAt: days(n) })
      .where('id', 'in', ids)
      .execute();
  await joined(accounts.slice(0, 7), 31);
  await joined(accounts.slice(7, 9), 29);
  const source = { db, boards };
  const whole = (await whatIf.board(source, BOTH, request(accounts[0])))!;
  const asked = { ...request(accounts[8]), newcomersOnly: true };
  const board = (await whatIf.board(source, BOTH, asked))!;

  expect([whole.ranked, whole.pool, board.ranked, board.pool]).toEqual([12, 12, 5, 12]);
  const handles = await Promise.all(accounts.slice(7).map((id) => handleOf(db, id)));
  const expected = whole.rows
    .filter(({ handle }) => handles.includes(handle!))
    .map(({ handle }, i) => ({ handle, rank: i + 1, place: i + 1 }));
  expect(board.rows).toMatchObject(expected);
  expect(board.references.map(({ who }) => who)).toEqual(whole.references.map(({ who }) => who));
  expect(board.mine).toEqual(board.rows.find(({ handle }) => handle === handles[1]));
  expect((await whatIf.board(source, BOTH, { ...asked, accountId: accounts[0] }))!.mine).toBeNull();
  const found = await whatIf.board(source, BOTH, { ...asked, search: await handleOf(db, accounts[0]) });
  expect(found!.rows).toEqual([]);
  expect((await whatIf.ownBoard(source, accounts[8], BOTH, [], true))!.mine?.rank).toBe(board.mine!.rank);

  // Who joins later is one of them, though the worker has read before when everybody joined.
  const newcomer = await insertForecaster(db);
  await placeOn(db, 'final-3', newcomer, [900, 900, 200]);
  await expect
    .poll(async () => (await whatIf.board(source, BOTH, asked))?.ranked, { timeout: 5_000 })
    .toBe(6);
});

test('the first rows come with the neighbours of a reader who is further down', async () => {
  const { db, boards } = await setUp();
  const source = { db, boards };
  const whole = (await whatIf.board(source, BOTH, request(null)))!;
  const idOf = async (place: number) => {
    const { handle } = whole.rows[place - 1]!;
    const query = db.selectFrom('account').select('id').where('handle', '=', handle!);
    return (await query.executeTakeFirstOrThrow()).id;
  };
  const places = async (limit: number, place: number) => {
    const view = await whatIf.board(source, BOTH, { ...request(await idOf(place)), limit });
    return [view!.rows, view!.near].map((rows) => rows.map((row) => row.place));
  };
  expect(await places(3, 8)).toEqual([
    [1, 2, 3],
    [6, 7, 8, 9, 10],
  ]);
  expect(await places(3, 4)).toEqual([
    [1, 2, 3],
    [4, 5, 6],
  ]);
  expect(await places(3, 12)).toEqual([
    [1, 2, 3],
    [10, 11, 12],
  ]);
  expect(await places(12, 8)).toEqual([[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], []]);
  const own = await whatIf.ownBoard(source, await idOf(8), BOTH, []);
  expect(own!.near.map(({ place }) => place)).toEqual([6, 7, 8, 9, 10]);
});

test('under ten forecasters nobody has a rank', async () => {
  const { db, appUrl } = await cloneDatabase();
  const log = new LogFollower(db);
  await log.start();
  const boards = boardsOf(appUrl, log);
  const account = await insertForecaster(db);
  await placeOn(db, 'final-3', account, [800, 800, 400]);
  const view = await whatIf.board({ db, boards }, BOTH, request(account));
  expect(view).toMatchObject({ ranked: 1, mine: { rank: null } });
});

test('a board loses no forecast where its worker ends, or where very many came since the last board', async () => {
  const { boards, accounts, db, appUrl } = await setUp();
  const placeNewcomer = async () => {
    const account = await insertForecaster(db);
    await placeOn(db, 'final-3', account, [900, 900, 200]);
    return account;
  };
  const listAccounts = async () => [...(await boards.boardAt(BOTH, await instantAfter(db)))!.accounts];
  const started = Promise.withResolvers<Worker>();
  process.once('worker', started.resolve);
  expect(await listAccounts()).toEqual(expect.arrayContaining(accounts));

  const beforeEnd = await placeNewcomer();
  await (await started.promise).terminate();
  const afterEnd = await placeNewcomer();
  expect(await listAccounts()).toEqual(expect.arrayContaining([...accounts, beforeEnd, afterEnd]));

  const busy = await insertForecaster(db);
  await fillLog(appUrl, await questionId(db, 'final-3'), busy, 50_001);
  expect(await listAccounts()).toEqual(expect.arrayContaining([...accounts, beforeEnd, afterEnd, busy]));
});
