// Trades in markets of the seed's questions, and what the log says of them.
import { randomUUID } from 'node:crypto';
import { expect, onTestFinished } from 'vitest';
import { MICRO } from '#lib/domain/micro.ts';
import { connect, type Db } from '#lib/server/platform/db/connect.ts';
import { MarketBook, STAKE_MICRO } from '#lib/server/market/book.ts';
import { type NewTrade, parseEvent, type TradedQuestion } from '#lib/server/market/trade.ts';
import { MarketKeeper } from '#lib/server/market/keeper.ts';
import { MarketTrades } from '#lib/server/market/trades.ts';
import * as resolutions from '#lib/server/results/resolutions/service.ts';
import { cloneDatabase } from './database.ts';
import { annulmentFor, resultOf } from './factories.ts';

/** Shares of the market of `final-3`. */
export const EVENTS = ['survives:skt', 'survives:lg', 'drops:upstage', 'set:skt,upstage', 'set:lg,skt'];

/** A question as its market has it. */
export async function questionOf(db: Db, slug: string): Promise<TradedQuestion> {
  const { id, seats, options } = await resolutions.getResolvable(db, slug);
  return { id, slug, seats, options: options.map((option) => option.slug) };
}

/** The market of `final-3`; each `process` trades on connections of its own. */
export async function setUpMarket(opening: number[] | null = null) {
  const database = await cloneDatabase();
  const question = await questionOf(database.db, 'final-3');
  const process = () => {
    const { db, close } = connect(database.appUrl, { max: 5 });
    onTestFinished(close);
    return new MarketTrades(db, new MarketKeeper(db, () => opening));
  };
  return { ...database, question, process, trades: process() };
}

/** What somebody asks for, at any price. */
function asked(
  accountId: number,
  event: string,
  amount: NewTrade['amount'],
  rest: Partial<NewTrade> = {},
): NewTrade {
  const price = 'spend' in amount ? MICRO : 0;
  return { accountId, event, amount, price, requestId: randomUUID(), ...rest };
}

export function buy(accountId: number, event: string, points: number, rest?: Partial<NewTrade>): NewTrade {
  return asked(accountId, event, { spend: Math.round(points * MICRO) }, rest);
}

export function sell(
  accountId: number,
  event: string,
  shares: number | 'all',
  rest?: Partial<NewTrade>,
): NewTrade {
  return asked(accountId, event, { sell: shares === 'all' ? shares : Math.round(shares * MICRO) }, rest);
}

/** Trades in a market that opens at even prices. */
export function trade(
  db: Db,
  question: TradedQuestion,
  accountId: number,
  event: string,
  amount: NewTrade['amount'],
) {
  const trades = new MarketTrades(db, new MarketKeeper(db, () => null));
  return trades.place(question, asked(accountId, event, amount));
}

/** Balances, by account. */
export const amounts = (db: Db, { id }: TradedQuestion) =>
  db
    .selectFrom('marketBalance')
    .select(['accountId', 'balance'])
    .where('questionId', '=', id)
    .orderBy('accountId')
    .execute();

export const logOf = (db: Db, { id }: TradedQuestion) =>
  db.selectFrom('trade').selectAll().where('questionId', '=', id).orderBy('seq').execute();

export const marketOf = (db: Db, { id }: TradedQuestion) =>
  db.selectFrom('market').selectAll().where('questionId', '=', id).executeTakeFirstOrThrow();

/** The log replayed one row after the other, from nothing but what was asked for. */
export async function expectReplayAgrees(
  db: Db,
  question: TradedQuestion,
  opening: number[] | null = null,
): Promise<void> {
  const log = await logOf(db, question);
  const balances = new Map<number, number>();
  const positions = new Map<string, number>();
  let book = MarketBook.open(question.options.length, question.seats, opening);
  for (const [i, row] of log.entries()) {
    const event = parseEvent(row.event, question.options, question.seats)!;
    const deal = row.shares > 0 ? book.buy(event, -row.points) : book.sell(event, -row.shares);
    expect(row).toMatchObject({ seq: i + 1, priceBefore: deal.priceBefore, priceAfter: deal.priceAfter });
    expect([Math.abs(row.shares), Math.abs(row.points)]).toEqual([deal.shares, deal.points]);
    book = book.withTrade(event, row.shares);
    const key = `${row.accountId} ${row.event}`;
    balances.set(row.accountId, (balances.get(row.accountId) ?? STAKE_MICRO) + row.points);
    positions.set(key, (positions.get(key) ?? 0) + row.shares);
  }
  const stored = await amounts(db, question);
  expect(new Map(stored.map(({ accountId, balance }) => [accountId, balance]))).toEqual(balances);
  const held = await db
    .selectFrom('marketPosition')
    .selectAll()
    .where('questionId', '=', question.id)
    .execute();
  expect(new Map(held.map(({ accountId, event, shares }) => [`${accountId} ${event}`, shares]))).toEqual(
    positions,
  );
  const market = await marketOf(db, question);
  expect(market).toMatchObject({ version: log.length, traders: balances.size });
  const total = stored.reduce((sum, { balance }) => sum + balance, market.cash);
  expect(total).toBe(STAKE_MICRO * balances.size);
}

/** Publishes an outcome that is known now, or annuls the question. @param version of the result before; 0 for the first */
export function publishOn(db: Db, admin: number, slug: string, outcome: boolean[] | null, version: number) {
  const decision = outcome ? resultOf(outcome, new Date(), version ? '고침' : '') : annulmentFor('무효');
  return resolutions.publish(db, admin, slug, decision, version);
}
