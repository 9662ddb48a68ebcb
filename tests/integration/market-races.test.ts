// Trades at once, in several processes: the log, balances and prices agree to the last micro-point.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { QuestionClosedError, RequestIdTakenError } from '#lib/server/platform/errors.ts';
import * as resolutions from '#lib/server/results/resolutions/service.ts';
import { insertForecasters, resultOf } from './setup/factories.ts';
import {
  buy,
  EVENTS,
  expectReplayAgrees,
  questionOf,
  logOf,
  marketOf,
  sell,
  setUpMarket,
} from './setup/markets.ts';

describe('at once', () => {
  test('fifty traders in two processes agree with a serial replay', async () => {
    const { db, question, trades, process } = await setUpMarket();
    const processes = [trades, process()];
    const accounts = await insertForecasters(db, 50);
    const asked = accounts.flatMap((account, i) =>
      EVENTS.map((event, j) => ({
        by: processes[(i + j) % 2]!,
        trade: buy(account, event, 1 + ((i * 7 + j) % 40)),
      })),
    );
    await Promise.all(asked.map(({ by, trade }) => by.place(question, trade)));
    const sold = accounts.flatMap((account, i) => [
      processes[i % 2]!.place(question, sell(account, EVENTS[i % 5]!, 'all')),
      processes[(i + 1) % 2]!.place(question, sell(account, EVENTS[(i + 2) % 5]!, 1)),
    ]);
    await Promise.all(sold);
    expect(await logOf(db, question)).toHaveLength(50 * 7);
    await expectReplayAgrees(db, question);
  });

  test('ten thousand trades in three processes agree with a serial replay', async () => {
    const { db, question, trades, process } = await setUpMarket([900, 700, 400]);
    const processes = [trades, process(), process()];
    const accounts = await insertForecasters(db, 50);
    // Each account trades four shares at once, from one process to the next; a cycle ends with nothing held.
    const cycle = [2, 1.5, 'one share', 3, 'all'] as const;
    const CYCLES = 10;
    const tradeShare = async (i: number, j: number) => {
      for (let turn = 0; turn < CYCLES * cycle.length; turn++) {
        const step = cycle[turn % cycle.length]!;
        const trade =
          typeof step === 'number'
            ? buy(accounts[i]!, EVENTS[j]!, step + i / 100)
            : sell(accounts[i]!, EVENTS[j]!, step === 'all' ? 'all' : 1);
        await processes[(i + j + turn) % 3]!.place(question, trade);
      }
    };
    await Promise.all(accounts.flatMap((_, i) => [0, 1, 2, 3].map((j) => tradeShare(i, j))));
    expect((await logOf(db, question)).length).toBe(10_000);
    await expectReplayAgrees(db, question, [900, 700, 400]);
  });

  test('random trades never break the books', async () => {
    const { db, question, trades } = await setUpMarket();
    const accounts = await insertForecasters(db, 4);
    const story = fc.array(
      fc.record({
        account: fc.constantFrom(...accounts),
        event: fc.constantFrom(...EVENTS),
        points: fc.option(fc.integer({ min: 1, max: 60_000 }).map((hundredths) => hundredths / 100)),
        share: fc.double({ min: 0.01, max: 40, noNaN: true }),
      }),
      { minLength: 5, maxLength: 15 },
    );
    await fc.assert(
      fc.asyncProperty(story, async (steps) => {
        const asked = steps.map(({ account, event, points, share }) =>
          trades.place(question, points === null ? sell(account, event, share) : buy(account, event, points)),
        );
        await Promise.allSettled(asked);
        await expectReplayAgrees(db, question);
      }),
      { numRuns: 8 },
    );
  });

  test('one requestId sent to two markets is one trade, in whichever market came first', async () => {
    const { db, question, trades, process } = await setUpMarket();
    const count = await questionOf(db, 'count-3');
    const accounts = await insertForecasters(db, 20);
    const requests = accounts.map((account) => buy(account, 'survives:skt', 1));
    const elsewhere = process();
    const results = await Promise.allSettled([
      ...requests.map((request) => trades.place(question, request)),
      ...requests
        .toReversed()
        .map((request) => elsewhere.place(count, { ...request, event: `survives:${count.options[0]}` })),
    ]);
    const refused = results.filter((result) => result.status === 'rejected');
    for (const { reason } of refused) expect(reason).toBeInstanceOf(RequestIdTakenError);
    expect(refused).toHaveLength(20);
    expect((await logOf(db, question)).length + (await logOf(db, count)).length).toBe(20);
  });

  test('with a publication: a trade comes before it and is settled, or is refused', async () => {
    const { db, owner, question, trades } = await setUpMarket();
    const [admin] = await insertForecasters(owner, 1, { isAdmin: true });
    const accounts = await insertForecasters(db, 20);
    await trades.place(question, buy(accounts[0]!, 'survives:lg', 10));
    const raced = accounts.map((account) => trades.place(question, buy(account, 'survives:skt', 10)));
    const published = resolutions.publish(db, admin, 'final-3', resultOf([true, true, false], new Date()), 0);
    const results = await Promise.allSettled(raced);
    await published;
    for (const result of results)
      if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(QuestionClosedError);
    const settled = await db.selectFrom('marketSettlement').select('accountId').execute();
    expect(settled).toHaveLength((await marketOf(db, question)).traders);
    await expectReplayAgrees(db, question);
  });
});
