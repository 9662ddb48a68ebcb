// What a result pays.
import { describe, expect, test } from 'vitest';
import { MICRO } from '#lib/domain/micro.ts';
import { QuestionClosedError } from '#lib/server/platform/errors.ts';
import { STAKE_MICRO } from '#lib/server/market/book.ts';
import { insertForecasters } from './setup/factories.ts';
import { buy, publishOn, setUpMarket } from './setup/markets.ts';

describe('a result', () => {
  test('pays, a correction settles again, and an annulment gives every stake back', async () => {
    const { db, owner, question, trades } = await setUpMarket();
    const [admin] = await insertForecasters(owner, 1, { isAdmin: true });
    const [right, wrong] = await insertForecasters(db, 2);
    const bought = await trades.place(question, buy(right, 'set:skt,upstage', 100));
    const against = await trades.place(question, buy(wrong, 'drops:skt', 100));
    const publish = (outcome: boolean[] | null, version: number) =>
      publishOn(db, admin, 'final-3', outcome, version);
    await publish([true, true, false], 0);
    await publish([false, true, true], 1);
    // One too many: of the three pairs one is this one, and one is without SKT.
    await publish([true, true, true], 2);
    await publish(null, 3);
    const settled = await db
      .selectFrom('marketSettlement')
      .select(['version', 'accountId', 'balance'])
      .orderBy('version')
      .orderBy('accountId')
      .execute();
    const rest = 900 * MICRO;
    const third = (shares: number) => Math.floor((shares * 333_333) / MICRO);
    expect(settled.map(({ version, balance }) => [version, balance])).toEqual([
      [1, rest + bought.shares],
      [1, rest],
      [2, rest],
      [2, rest + against.shares],
      [3, rest + third(bought.shares)],
      [3, rest + third(against.shares)],
      [4, STAKE_MICRO],
      [4, STAKE_MICRO],
    ]);
    await expect(trades.place(question, buy(right, 'survives:skt', 1))).rejects.toThrow(QuestionClosedError);
  });
});
