// Trades: what enters the log, what follows from it, and that processes and races agree to the last micro-point.
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { sql } from 'kysely';
import { describe, expect, onTestFinished, test } from 'vitest';
import { deleteOwn } from '#lib/server/accounts/deletion.ts';
import { MICRO } from '#lib/domain/micro.ts';
import { connect, type Db } from '#lib/server/db/connect.ts';
import {
  NotATradeError,
  NotEnoughPointsError,
  NotEnoughSharesError,
  PriceMovedError,
  QuestionClosedError,
  RequestIdTakenError,
  TradeTooSmallError,
} from '#lib/server/errors.ts';
import { MarketBook, STAKE_MICRO } from '#lib/server/market/book.ts';
import { MarketHistories } from '#lib/server/market/history.ts';
import { MarketKeeper } from '#lib/server/market/keeper.ts';
import { parseEvent } from '#lib/server/market/event-text.ts';
import type { NewTrade, TradedField } from '#lib/server/market/new-trade.ts';
import { MarketTrades } from '#lib/server/market/trades.ts';
import { readMailConfig } from '#lib/server/mail-config.ts';
import * as resolutions from '#lib/server/resolutions/service.ts';
import { applyPolicy } from '#lib/server/verification/policy.ts';
import { cloneDatabase } from './setup/database.ts';
import {
  annulmentFor,
  insertForecaster,
  insertForecasters,
  insertQuestion,
  questionId,
  resultOf,
} from './setup/factories.ts';

const QUIET = { mail: null, locale: 'ko' as const };
const SLUGS = ['skt', 'upstage', 'lg'];
const EVENTS = ['survives:skt', 'survives:lg', 'drops:upstage', 'set:skt,upstage', 'set:lg,skt'];

async function setUp(opening: number[] | null = null) {
  const database = await cloneDatabase();
  const field: TradedField = {
    id: await questionId(database.db, 'final-3'),
    slug: 'final-3',
    seats: 2,
    options: SLUGS,
  };
  const process = () => {
    const { db, close } = connect(database.appUrl, { max: 5 });
    onTestFinished(close);
    return new MarketTrades(db, new MarketKeeper(db, () => opening));
  };
  return { ...database, field, process, trades: process() };
}

function buy(accountId: number, event: string, points: number, rest: Partial<NewTrade> = {}): NewTrade {
  return {
    accountId,
    event,
    amount: { spend: Math.round(points * MICRO) },
    price: MICRO,
    requestId: randomUUID(),
    ...rest,
  };
}

function sell(
  accountId: number,
  event: string,
  shares: number | 'all',
  rest: Partial<NewTrade> = {},
): NewTrade {
  const amount = { sell: shares === 'all' ? shares : Math.round(shares * MICRO) } as const;
  return { accountId, event, amount, price: 0, requestId: randomUUID(), ...rest };
}

/** Another question that is open in the seed, with one of its shares. */
async function countField(db: Db): Promise<TradedField & { event: string }> {
  const id = await questionId(db, 'count-3');
  const rows = await db
    .selectFrom('questionOption')
    .select('slug')
    .where('questionId', '=', id)
    .orderBy('position')
    .execute();
  const options = rows.map(({ slug }) => slug);
  return { id, slug: 'count-3', seats: 1, options, event: `survives:${options[0]}` };
}

const amounts = (db: Db, { id }: TradedField) =>
  db
    .selectFrom('marketBalance')
    .select(['accountId', 'balance'])
    .where('questionId', '=', id)
    .orderBy('accountId')
    .execute();

const logOf = (db: Db, { id }: TradedField) =>
  db.selectFrom('trade').selectAll().where('questionId', '=', id).orderBy('seq').execute();

const marketOf = (db: Db, { id }: TradedField) =>
  db.selectFrom('market').selectAll().where('questionId', '=', id).executeTakeFirstOrThrow();

/** The log replayed one row after the other, from nothing but what was asked for. */
async function expectReplayAgrees(
  db: Db,
  field: TradedField,
  opening: number[] | null = null,
): Promise<void> {
  const log = await logOf(db, field);
  const balances = new Map<number, number>();
  const positions = new Map<string, number>();
  let book = MarketBook.open(field.options.length, field.seats, opening);
  for (const [i, row] of log.entries()) {
    const event = parseEvent(row.event, SLUGS, field.seats)!;
    const deal = row.shares > 0 ? book.buy(event, -row.points) : book.sell(event, -row.shares);
    expect(row).toMatchObject({ seq: i + 1, priceBefore: deal.priceBefore, priceAfter: deal.priceAfter });
    expect([Math.abs(row.shares), Math.abs(row.points)]).toEqual([deal.shares, deal.points]);
    book = book.withTrade(event, row.shares);
    const key = `${row.accountId} ${row.event}`;
    balances.set(row.accountId, (balances.get(row.accountId) ?? STAKE_MICRO) + row.points);
    positions.set(key, (positions.get(key) ?? 0) + row.shares);
  }
  const stored = await amounts(db, field);
  expect(new Map(stored.map(({ accountId, balance }) => [accountId, balance]))).toEqual(balances);
  const held = await db.selectFrom('marketPosition').selectAll().where('questionId', '=', field.id).execute();
  expect(new Map(held.map(({ accountId, event, shares }) => [`${accountId} ${event}`, shares]))).toEqual(
    positions,
  );
  const market = await marketOf(db, field);
  expect(market).toMatchObject({ version: log.length, traders: balances.size });
  const total = stored.reduce((sum, { balance }) => sum + balance, market.cash);
  expect(total).toBe(STAKE_MICRO * balances.size);
}

describe('a trade', () => {
  test('moves the price, is paid from the balance, and is in the log', async () => {
    const { db, field, trades } = await setUp();
    const account = await insertForecaster(db);
    const receipt = await trades.place(field, buy(account, 'survives:skt', 100));
    expect(receipt).toMatchObject({ seq: 1, event: 'survives:skt', points: -100 * MICRO, replayed: false });
    expect(receipt.priceBefore).toBe(666_667);
    expect(receipt.priceAfter).toBeGreaterThan(666_667);
    expect(await amounts(db, field)).toEqual([{ accountId: account, balance: 900 * MICRO }]);
    const back = await trades.place(field, sell(account, 'survives:skt', 'all'));
    expect(back.points).toBeLessThanOrEqual(100 * MICRO);
    expect(back.points).toBeGreaterThan(100 * MICRO - 10);
    expect(back.priceAfter).toBe(666_667);
    await expectReplayAgrees(db, field);
  });

  test('opens a market at the crowd’s odds', async () => {
    const opening = [900, 700, 400];
    const { db, field, trades } = await setUp(opening);
    const account = await insertForecaster(db);
    expect(await trades.place(field, buy(account, 'drops:lg', 10))).toMatchObject({ priceBefore: 600_000 });
    expect(await marketOf(db, field)).toMatchObject({ opening });
    await expectReplayAgrees(db, field, opening);
  });

  test('that is refused opens no market', async () => {
    const { db, field, process, trades } = await setUp([900, 700, 400]);
    const account = await insertForecaster(db);
    await expect(trades.place(field, buy(account, 'survives:skt', 2000))).rejects.toThrow(
      NotEnoughPointsError,
    );
    const even = new MarketTrades(db, new MarketKeeper(db, () => null));
    expect(await even.place(field, buy(account, 'survives:skt', 1))).toMatchObject({ priceBefore: 666_667 });
    expect(await process().place(field, sell(account, 'survives:skt', 'all'))).toMatchObject({ seq: 2 });
    await expectReplayAgrees(db, field);
  });

  test('with a whole stake halves the distance of a price to 1', async () => {
    const { db, field, trades } = await setUp();
    const account = await insertForecaster(db);
    const receipt = await trades.place(field, buy(account, 'set:skt,upstage', 1000));
    expect(receipt.priceAfter).toBeCloseTo(1_000_000 - (1_000_000 * 2) / 3 / 2, -1);
  });

  test('repeated is one trade, also in another process; with another amount its id is taken', async () => {
    const { db, field, trades, process } = await setUp();
    const account = await insertForecaster(db);
    const trade = buy(account, 'survives:lg', 5);
    const first = await trades.place(field, trade);
    const again = await Promise.all([trades.place(field, trade), process().place(field, trade)]);
    for (const receipt of again) expect(receipt).toEqual({ ...first, replayed: true });
    const other = { ...trade, amount: { spend: 6 * MICRO } };
    await expect(trades.place(field, other)).rejects.toThrow(RequestIdTakenError);
    expect(await logOf(db, field)).toHaveLength(1);
  });

  test('is refused where it does not fit, and nothing is stored', async () => {
    const { db, field, trades } = await setUp();
    const account = await insertForecaster(db);
    await trades.place(field, buy(account, 'survives:skt', 200));
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
    for (const [trade, error] of cases) await expect(trades.place(field, trade)).rejects.toThrow(error);
    expect(await logOf(db, field)).toHaveLength(1);
    await expectReplayAgrees(db, field);
  });

  test('at the price that was shown goes through, and beyond it says the new one', async () => {
    const { db, field, trades } = await setUp();
    const [one, other] = await insertForecasters(db, 2);
    const shown = MarketBook.open(3, 2, null).buy({ survives: 0 }, 50 * MICRO).averagePrice;
    await trades.place(field, buy(one, 'survives:skt', 50, { price: shown }));
    const late = trades.place(field, buy(other, 'survives:skt', 50, { price: shown }));
    await expect(late).rejects.toThrow(PriceMovedError);
    const { averagePrice } = (await late.catch((error: unknown) => error)) as PriceMovedError;
    await trades.place(field, buy(other, 'survives:skt', 50, { price: averagePrice }));
    expect(await logOf(db, field)).toHaveLength(2);
  });
});

describe('the database', () => {
  test('refuses what the app would get wrong', async () => {
    const { db, owner, field, trades } = await setUp();
    const account = await insertForecaster(db);
    await trades.place(field, buy(account, 'survives:skt', 1));
    const row = (rest: object) => ({
      ...{ questionId: field.id, seq: 2, accountId: account, event: 'survives:skt', shares: 1, points: -1 },
      ...{ priceBefore: 1, priceAfter: 1, requestId: randomUUID() },
      ...rest,
    });
    const insert = (rest: object) => db.insertInto('trade').values(row(rest)).execute();
    for (const [rest, code] of [
      [{ seq: 3 }, 'FT037'],
      [{ seq: 1 }, 'FT037'],
      [{ points: -2_000_000_000 }, '23514'],
      [{ shares: -2_000_000_000, points: 1 }, '23514'],
      [{ shares: -1, points: -1 }, '23514'],
      [{ event: 'set:upstage,skt' }, 'FT036'],
      [{ event: 'set:skt' }, 'FT036'],
      [{ event: 'survives:x' }, 'FT036'],
      [{ event: 'wins:skt' }, 'FT036'],
    ] as const)
      await expect(insert(rest), JSON.stringify(rest)).rejects.toMatchObject({ code });
    await expect(db.updateTable('marketBalance').set({ balance: 1 }).execute()).rejects.toMatchObject({
      code: '42501',
    });
    await expect(owner.updateTable('trade').set({ points: -5 }).execute()).rejects.toMatchObject({
      code: 'FT010',
    });
    expect(await logOf(db, field)).toHaveLength(1);
  });

  test('takes no trade before the opening, after the close, on an opinion question, or of a deleted account', async () => {
    const { db, owner, trades } = await setUp();
    const account = await insertForecaster(db);
    const fieldOf = async (slug: string, rest: object): Promise<TradedField> => ({
      id: await insertQuestion(owner, { slug, ...rest }),
      slug,
      seats: 1,
      options: ['yes', 'no'],
    });
    const hour = (hours: number) => sql<Date>`now_at() + make_interval(hours => ${hours})` as unknown as Date;
    for (const [slug, rest, code] of [
      ['early', { opensAt: hour(1) }, 'question-not-open'],
      ['late', { opensAt: hour(-2), closesAt: hour(-1) }, 'question-closed'],
      ['opinion', { scored: false }, 'question-not-found'],
      ['draft', { isDraft: true }, 'question-not-found'],
    ] as const) {
      const field = await fieldOf(slug, rest);
      await expect(trades.place(field, buy(account, 'survives:yes', 1))).rejects.toMatchObject({ code });
    }
    const open = await fieldOf('open', {});
    await deleteOwn(db, QUIET, account);
    await expect(trades.place(open, buy(account, 'survives:yes', 1))).rejects.toThrow('FT026');
    expect(await logOf(db, open)).toEqual([]);
  });

  test('takes no trade of an excluded account, nor of an unverified one where only verified ones count', async () => {
    const { db, owner, field, trades } = await setUp();
    const [excluded, unverified, verified] = await insertForecasters(db, 3);
    await owner
      .updateTable('account')
      .set({ excludedAt: sql`now_at()` })
      .where('id', '=', excluded)
      .execute();
    const verifiedAt = { emailVerifiedAt: sql<Date>`now_at()` };
    await owner.updateTable('account').set(verifiedAt).where('id', '=', verified).execute();
    const settings = { SMTP_URL: 'smtp://127.0.0.1:2525' };
    await applyPolicy(owner, readMailConfig(settings, null, 3000), false);
    const place = (account: number) => trades.place(field, buy(account, 'survives:skt', 1));
    await expect(place(excluded)).rejects.toMatchObject({ code: 'trade-excluded' });
    await expect(place(unverified)).rejects.toMatchObject({ code: 'trade-unverified' });
    expect(await place(verified)).toMatchObject({ seq: 1 });
  });

  test('counts three hundred trades a day', async () => {
    const { db, field, trades } = await setUp();
    const [account, other] = await insertForecasters(db, 2);
    for (let i = 0; i < 300; i++) await trades.place(field, buy(account, 'survives:skt', 0.1));
    const refused = trades.place(field, buy(account, 'survives:skt', 0.1));
    const served = trades.place(field, buy(other, 'survives:skt', 0.1));
    await expect(refused).rejects.toMatchObject({ status: 429 });
    expect(await served).toMatchObject({ seq: 301 });
  });
});

describe('at once', () => {
  test('fifty traders in two processes agree with a serial replay', async () => {
    const { db, field, trades, process } = await setUp();
    const processes = [trades, process()];
    const accounts = await insertForecasters(db, 50);
    const asked = accounts.flatMap((account, i) =>
      EVENTS.map((event, j) => ({
        by: processes[(i + j) % 2]!,
        trade: buy(account, event, 1 + ((i * 7 + j) % 40)),
      })),
    );
    await Promise.all(asked.map(({ by, trade }) => by.place(field, trade)));
    const sold = accounts.flatMap((account, i) => [
      processes[i % 2]!.place(field, sell(account, EVENTS[i % 5]!, 'all')),
      processes[(i + 1) % 2]!.place(field, sell(account, EVENTS[(i + 2) % 5]!, 1)),
    ]);
    await Promise.all(sold);
    expect(await logOf(db, field)).toHaveLength(50 * 7);
    await expectReplayAgrees(db, field);
  });

  test('ten thousand trades in three processes agree with a serial replay', async () => {
    const { db, field, trades, process } = await setUp([900, 700, 400]);
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
        await processes[(i + j + turn) % 3]!.place(field, trade);
      }
    };
    await Promise.all(accounts.flatMap((_, i) => [0, 1, 2, 3].map((j) => tradeShare(i, j))));
    expect((await logOf(db, field)).length).toBe(10_000);
    await expectReplayAgrees(db, field, [900, 700, 400]);
  });

  test('random trades never break the books', async () => {
    const { db, field, trades } = await setUp();
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
          trades.place(field, points === null ? sell(account, event, share) : buy(account, event, points)),
        );
        await Promise.allSettled(asked);
        await expectReplayAgrees(db, field);
      }),
      { numRuns: 8 },
    );
  });

  test('one requestId sent to two markets is one trade, in whichever market came first', async () => {
    const { db, field, trades, process } = await setUp();
    const count = await countField(db);
    const accounts = await insertForecasters(db, 20);
    const requests = accounts.map((account) => buy(account, 'survives:skt', 1));
    const elsewhere = process();
    const results = await Promise.allSettled([
      ...requests.map((request) => trades.place(field, request)),
      ...requests.toReversed().map((request) => elsewhere.place(count, { ...request, event: count.event })),
    ]);
    const refused = results.filter((result) => result.status === 'rejected');
    for (const { reason } of refused) expect(reason).toBeInstanceOf(RequestIdTakenError);
    expect(refused).toHaveLength(20);
    expect((await logOf(db, field)).length + (await logOf(db, count)).length).toBe(20);
  });

  test('with a publication: a trade comes before it and is settled, or is refused', async () => {
    const { db, owner, field, trades } = await setUp();
    const [admin] = await insertForecasters(owner, 1, { isAdmin: true });
    const accounts = await insertForecasters(db, 20);
    await trades.place(field, buy(accounts[0]!, 'survives:lg', 10));
    const raced = accounts.map((account) => trades.place(field, buy(account, 'survives:skt', 10)));
    const published = resolutions.publish(db, admin, 'final-3', resultOf([true, true, false], new Date()), 0);
    const results = await Promise.allSettled(raced);
    await published;
    for (const result of results)
      if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(QuestionClosedError);
    const settled = await db.selectFrom('marketSettlement').select('accountId').execute();
    expect(settled).toHaveLength((await marketOf(db, field)).traders);
    await expectReplayAgrees(db, field);
  });
});

test('a process that does not trade itself reads the holdings once for each trade', async () => {
  const { db, field, trades } = await setUp();
  await trades.place(field, buy(await insertForecaster(db), 'survives:skt', 100));
  const keeper = new MarketKeeper(db, () => null);
  await keeper.poll();
  const { book } = await keeper.state(field);
  expect(book.version).toBe(1);
  expect((await keeper.state(field)).book).toBe(book);
});

test('a chart gets one point a minute, the last, however often it is asked for', async () => {
  const { db, field, trades } = await setUp();
  const account = await insertForecaster(db);
  const histories = new MarketHistories();
  expect(await histories.read(db, field)).toEqual([]);
  for (let i = 0; i < 6; i++) {
    await trades.place(field, buy(account, 'survives:skt', 10));
    await histories.read(db, field);
  }
  const lastOfMinutes = new Map(
    (await logOf(db, field)).map(({ madeAt, priceAfter }) => [
      Math.floor(madeAt.getTime() / 60_000),
      [madeAt.toISOString(), Math.round(priceAfter / 1000)],
    ]),
  );
  const points = await histories.read(db, field);
  expect(points.map(({ at, permille }) => [at, permille[0]])).toEqual([...lastOfMinutes.values()]);
  for (const { permille } of points) expect(permille.reduce((sum, value) => sum + value, 0)).toBe(2_000);
  expect(await new MarketHistories().read(db, field)).toEqual(points);
});

describe('a result', () => {
  test('pays, a correction settles again, and an annulment gives every stake back', async () => {
    const { db, owner, field, trades } = await setUp();
    const [admin] = await insertForecasters(owner, 1, { isAdmin: true });
    const [right, wrong] = await insertForecasters(db, 2);
    const bought = await trades.place(field, buy(right, 'set:skt,upstage', 100));
    const against = await trades.place(field, buy(wrong, 'drops:skt', 100));
    const publish = (outcome: boolean[] | null, version: number) =>
      resolutions.publish(
        db,
        admin,
        'final-3',
        outcome ? resultOf(outcome, new Date(), version ? '고침' : '') : annulmentFor('무효'),
        version,
      );
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
    await expect(trades.place(field, buy(right, 'survives:skt', 1))).rejects.toThrow(QuestionClosedError);
  });
});
