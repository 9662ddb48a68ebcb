// Trades: what enters the log, and what follows from it.
import { describe, expect, test } from 'vitest';
import { MICRO } from '#lib/domain/micro.ts';
import {
  NotATradeError,
  NotEnoughPointsError,
  NotEnoughSharesError,
  PriceMovedError,
  RequestIdTakenError,
  TradeTooSmallError,
} from '#lib/server/platform/errors.ts';
import { MarketBook } from '#lib/server/market/book.ts';
import { MarketKeeper } from '#lib/server/market/keeper.ts';
import type { NewTrade } from '#lib/server/market/trade.ts';
import { MarketTrades } from '#lib/server/market/trades.ts';
import { insertForecaster, insertForecasters } from './setup/factories.ts';
import { amounts, buy, expectReplayAgrees, logOf, marketOf, sell, setUpMarket } from './setup/markets.ts';

describe('a trade', () => {
  test('moves the price, is paid from the balance, and is in the log', async () => {
    const { db, question, trades } = await setUpMarket();
    const account = await insertForecaster(db);
    const receipt = await trades.place(question, buy(account, 'survives:skt', 100));
    expect(receipt).toMatchObject({ seq: 1, event: 'survives:skt', points: -100 * MICRO, replayed: false });
    expect(receipt.priceBefore).toBe(666_667);
    expect(receipt.priceAfter).toBeGreaterThan(666_667);
    expect(await amounts(db, question)).toEqual([{ accountId: account, balance: 900 * MICRO }]);
    const back = await trades.place(question, sell(account, 'survives:skt', 'all'));
    expect(back.points).toBeLessThanOrEqual(100 * MICRO);
    expect(back.points).toBeGreaterThan(100 * MICRO - 10);
    expect(back.priceAfter).toBe(666_667);
    await expectReplayAgrees(db, question);
  });

  test('opens a market at the crowd’s odds', async () => {
    const opening = [900, 700, 400];
    const { db, question, trades } = await setUpMarket(opening);
    const account = await insertForecaster(db);
    expect(await trades.place(question, buy(account, 'drops:lg', 10))).toMatchObject({
      priceBefore: 600_000,
    });
    expect(await marketOf(db, question)).toMatchObject({ opening });
    await expectReplayAgrees(db, question, opening);
  });

  test('that is refused opens no market', async () => {
    const { db, question, process, trades } = await setUpMarket([900, 700, 400]);
    const account = await insertForecaster(db);
    await expect(trades.place(question, buy(account, 'survives:skt', 2000))).rejects.toThrow(
      NotEnoughPointsError,
    );
    const even = new MarketTrades(db, new MarketKeeper(db, () => null));
    expect(await even.place(question, buy(account, 'survives:skt', 1))).toMatchObject({
      priceBefore: 666_667,
    });
    expect(await process().place(question, sell(account, 'survives:skt', 'all'))).toMatchObject({ seq: 2 });
    await expectReplayAgrees(db, question);
  });

  test('with a whole stake halves the distance of a price to 1', async () => {
    const { db, question, trades } = await setUpMarket();
    const account = await insertForecaster(db);
    const receipt = await trades.place(question, buy(account, 'set:skt,upstage', 1000));
    expect(receipt.priceAfter).toBeCloseTo(1_000_000 - (1_000_000 * 2) / 3 / 2, -1);
  });

  test('repeated is one trade, also in another process; with another amount its id is taken', async () => {
    const { db, question, trades, process } = await setUpMarket();
    const account = await insertForecaster(db);
    const trade = buy(account, 'survives:lg', 5);
    const first = await trades.place(question, trade);
    const again = await Promise.all([trades.place(question, trade), process().place(question, trade)]);
    for (const receipt of again) expect(receipt).toEqual({ ...first, replayed: true });
    const other = { ...trade, amount: { spend: 6 * MICRO } };
    await expect(trades.place(question, other)).rejects.toThrow(RequestIdTakenError);
    expect(await logOf(db, question)).toHaveLength(1);
  });

  test('is refused where it does not fit, and nothing is stored', async () => {
    const { db, question, trades } = await setUpMarket();
    const account = await insertForecaster(db);
    await trades.place(question, buy(account, 'survives:skt', 200));
    const cases: [NewTrade, new (...args: never[]) => Error][] = [
      [buy(account, 'survives:skt', 801), NotEnoughPointsError],
      [buy(account, 'survives:skt', 0.09), TradeTooSmallError],
      [buy(account, 'survives:nobody', 5), NotATradeError],
      [buy(account, 'set:skt,upstage,lg', 5), NotATradeError],
      [buy(account, 'set:skt,skt', 5), NotATradeError],
      [buy(account, 'survives:skt', 5, { price: 600_000 }), PriceMovedError],
      [sell(account, 'survives:skt', 10_000), NotEnoughSharesError],
      [sell(account, 'drops:skt', 'all'), NotEnoughSharesError],
      [sell(account, 'survives:skt', 'all', { price: MICRO }), PriceMovedError],
    ];
    for (const [trade, error] of cases) await expect(trades.place(question, trade)).rejects.toThrow(error);
    expect(await logOf(db, question)).toHaveLength(1);
    await expectReplayAgrees(db, question);
  });

  test('at the price that was shown goes through, and beyond it says the new one', async () => {
    const { db, question, trades } = await setUpMarket();
    const [one, other] = await insertForecasters(db, 2);
    const shown = MarketBook.open(3, 2, null).buy({ survives: 0 }, 50 * MICRO).averagePrice;
    await trades.place(question, buy(one, 'survives:skt', 50, { price: shown }));
    const late = trades.place(question, buy(other, 'survives:skt', 50, { price: shown }));
    await expect(late).rejects.toThrow(PriceMovedError);
    const { averagePrice } = (await late.catch((error: unknown) => error)) as PriceMovedError;
    await trades.place(question, buy(other, 'survives:skt', 50, { price: averagePrice }));
    expect(await logOf(db, question)).toHaveLength(2);
  });
});
