import { resolve } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { onTestFinished, expect, test } from 'vitest';
import { LogFollower } from '#lib/server/forecast-log/follower.ts';
import * as leaderboard from '#lib/server/leaderboard/service.ts';
import { readClock } from '#lib/server/questions/queries.ts';
import * as resolutions from '#lib/server/resolutions/service.ts';
import { WhatIfBoards } from '#lib/server/what-if/boards.ts';
import * as whatIf from '#lib/server/what-if/service.ts';
import { balance } from '#lib/domain/seats.ts';
import { cloneDatabase } from './setup/database.ts';
import {
  insertForecaster,
  insertForecasters,
  insertQuestion,
  placeOn,
  questionId,
  resultOf,
} from './setup/factories.ts';
import { keeperOn } from './setup/keeper.ts';
import { officialRows, rowsOf } from './setup/what-if.ts';
import { fillLog } from './setup/log.ts';

const WORKER = resolve('src/lib/server/what-if/worker.ts');
const BOTH = [{ question: 'final-3', survivors: ['skt', 'upstage'] }];
const request = (accountId: number | null) => ({ page: 1, search: '', accountId, hasAuthor: true });

/** Twelve forecasters of two questions, an admin among them, with odds over time as the keeper writes them. */
async function setUp() {
  const database = await cloneDatabase();
  const { db, owner, appUrl } = database;
  const admin = await insertForecaster(owner, { isAdmin: true });
  const accounts = await insertForecasters(db, 12);
  const keeper = keeperOn(db);
  await keeper.start();
  onTestFinished(() => keeper.stop());
  const boards = new WhatIfBoards(WORKER, appUrl, keeper.log);
  onTestFinished(() => boards.close());
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
  const knownAt = await readClock(db);
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
  const at = await readClock(db);
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

  const result = resultOf([true, true, false], await readClock(db));
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

test('under ten forecasters nobody has a rank', async () => {
  const { db, appUrl } = await cloneDatabase();
  const log = new LogFollower(db);
  await log.start();
  const boards = new WhatIfBoards(WORKER, appUrl, log);
  onTestFinished(() => boards.close());
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
  const listAccounts = async () => [...(await boards.boardAt(BOTH, await readClock(db)))!.accounts];
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
