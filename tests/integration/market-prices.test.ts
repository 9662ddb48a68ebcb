// Prices that are read, now and over time.
import { expect, test } from 'vitest';
import { MarketHistories } from '#lib/server/market/history.ts';
import { MarketKeeper } from '#lib/server/market/keeper.ts';
import { insertForecaster } from './setup/factories.ts';
import { buy, logOf, setUpMarket } from './setup/markets.ts';

test('a process that does not trade itself reads the holdings once for each trade', async () => {
  const { db, question, trades } = await setUpMarket();
  await trades.place(question, buy(await insertForecaster(db), 'survives:skt', 100));
  const keeper = new MarketKeeper(db, () => null);
  await keeper.poll();
  const { book } = await keeper.state(question);
  expect(book.version).toBe(1);
  expect((await keeper.state(question)).book).toBe(book);
});

test('a chart gets one point a minute, the last, however often it is asked for', async () => {
  const { db, question, trades } = await setUpMarket();
  const account = await insertForecaster(db);
  const histories = new MarketHistories();
  expect(await histories.read(db, question)).toEqual([]);
  for (let i = 0; i < 6; i++) {
    await trades.place(question, buy(account, 'survives:skt', 10));
    await histories.read(db, question);
  }
  const lastOfMinutes = new Map(
    (await logOf(db, question)).map(({ madeAt, priceAfter }) => [
      Math.floor(madeAt.getTime() / 60_000),
      [madeAt.toISOString(), Math.round(priceAfter / 1000)],
    ]),
  );
  const points = await histories.read(db, question);
  expect(points.map(({ at, permille }) => [at, permille[0]])).toEqual([...lastOfMinutes.values()]);
  for (const { permille } of points) expect(permille.reduce((sum, value) => sum + value, 0)).toBe(2_000);
  expect(await new MarketHistories().read(db, question)).toEqual(points);
});
