import { sql, type Transaction } from 'kysely';
import type { Db } from '../platform/db/connect.ts';
import type { DB } from '../platform/db/schema.generated.ts';

/** Rows of a market's log with who traded, newest first. */
export function listTrades(db: Db, questionId: number, before: number | null, limit: number) {
  return db
    .selectFrom('trade')
    .innerJoin('account', 'account.id', 'trade.accountId')
    .select(['seq', 'madeAt', 'event', 'shares', 'points', 'priceAfter'])
    .select(['isAuthor', 'isAdmin'])
    .select(sql<string | null>`case when deleted_at is null then handle end`.as('handle'))
    .where('questionId', '=', questionId)
    .$if(before !== null, (select) => select.where('seq', '<', before!))
    .orderBy('seq', 'desc')
    .limit(limit)
    .execute();
}

/** What each trade after one changed, oldest first. */
export function listTradesAfter(db: Db, questionId: number, after: number, limit: number) {
  return db
    .selectFrom('trade')
    .select(['madeAt', 'event', 'shares'])
    .where('questionId', '=', questionId)
    .where('seq', '>', after)
    .orderBy('seq')
    .limit(limit)
    .execute();
}

/** A trade of an account, as its receipt shows it. */
export function findOwnTrade(db: Db, questionId: number, accountId: number, seq: number) {
  return db
    .selectFrom('trade')
    .select(['seq', 'event', 'shares', 'points', 'priceBefore', 'priceAfter'])
    .where('questionId', '=', questionId)
    .where('accountId', '=', accountId)
    .where('seq', '=', seq)
    .executeTakeFirst();
}

/** The balance of an account after the latest version of the result. */
export function findSettled(db: Db, questionId: number, accountId: number) {
  return db
    .selectFrom('marketSettlement')
    .select('balance')
    .where('questionId', '=', questionId)
    .where('accountId', '=', accountId)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** Trades of an account by market, oldest first in each. @param after the last row of the page before */
export function listTradesOf(
  db: Db,
  accountId: number,
  after: { questionId: number; seq: number } | null,
  limit: number,
) {
  return db
    .selectFrom('trade')
    .innerJoin('question', 'question.id', 'trade.questionId')
    .select([
      'questionId',
      'question.slug as question',
      'seq',
      'madeAt',
      'event',
      'shares',
      'points',
      'priceAfter',
      'requestId',
    ])
    .where('accountId', '=', accountId)
    .$if(after !== null, (select) =>
      select.where((e) => e(e.refTuple('questionId', 'seq'), '>', e.tuple(after!.questionId, after!.seq))),
    )
    .orderBy('questionId')
    .orderBy('seq')
    .limit(limit)
    .execute();
}

export function listPositionsOf(db: Db, accountId: number) {
  return db
    .selectFrom('marketPosition')
    .innerJoin('question', 'question.id', 'marketPosition.questionId')
    .select(['question.slug as question', 'event', 'shares'])
    .where('accountId', '=', accountId)
    .where('shares', '>', 0)
    .orderBy('question.id')
    .orderBy('event')
    .execute();
}

export function listBalancesOf(db: Db, accountId: number) {
  return db
    .selectFrom('marketBalance')
    .innerJoin('question', 'question.id', 'marketBalance.questionId')
    .leftJoinLateral(
      (e) =>
        e
          .selectFrom('marketSettlement as s')
          .select('s.balance as settled')
          .whereRef('s.questionId', '=', 'marketBalance.questionId')
          .whereRef('s.accountId', '=', 'marketBalance.accountId')
          .orderBy('s.version', 'desc')
          .limit(1)
          .as('latest'),
      (join) => join.onTrue(),
    )
    .select(['question.slug as question', 'balance', 'settled'])
    .where('marketBalance.accountId', '=', accountId)
    .orderBy('question.id')
    .execute();
}

// How trades enter: under the market's lock, as rows of the log; the database derives balances and positions from them.

export interface LockedMarket {
  /** `seq` of its latest trade. */
  version: number;
  traders: number;
  /** Permille of each option before the first trade; null where prices were even. */
  opening: number[] | null;
  /** SQLSTATE of the rule by which the question takes no trade now; then there may be no market. */
  refusal: string | null;
}

/** Locks a market and those who trade until the transaction ends; a question's first trader opens it at these prices. */
export async function lockMarket(
  tx: Transaction<DB>,
  questionId: number,
  opening: readonly number[] | null,
  accountIds: readonly number[],
): Promise<LockedMarket> {
  const prices = opening && `{${opening.join()}}`;
  const { rows } = await sql<LockedMarket>`
    select version, opening, traders, refusal from lock_market(${questionId}, ${prices}, ${accountIds})
  `.execute(tx);
  return rows[0]!;
}

/** Undefined before a question's first trade. */
export function findMarket(db: Db, questionId: number) {
  return db
    .selectFrom('market')
    .select(['version', 'opening', 'traders', 'cash'])
    .where('questionId', '=', questionId)
    .executeTakeFirst();
}

/** Every market on which somebody has traded. */
export function listMarkets(db: Db) {
  return db
    .selectFrom('market')
    .select(['questionId', 'version', 'opening', 'traders'])
    .where('version', '>', 0)
    .execute();
}

/** Micro-shares of each event that accounts hold together. */
export async function listHoldings(db: Db, questionId: number): Promise<{ event: string; shares: number }[]> {
  return db
    .selectFrom('marketEvent')
    .select(['event', 'shares'])
    .where('questionId', '=', questionId)
    .where('shares', '>', 0)
    .execute();
}

/** Accounts with their balances, null before the first trade, and the SQLSTATE of the rule by which they may not trade now. */
export function listTraders(db: Db, questionId: number, accountIds: readonly number[]) {
  return db
    .selectFrom('account')
    .leftJoin('marketBalance', (join) =>
      join.onRef('accountId', '=', 'account.id').on('questionId', '=', questionId),
    )
    .select(['account.id as accountId', 'balance'])
    .select(sql<string | null>`trader_refusal(account.id, now_at())`.as('refusal'))
    .where('account.id', 'in', accountIds)
    .execute();
}

/** In micro-points; undefined before the account's first trade. */
export async function findBalance(
  db: Db,
  questionId: number,
  accountId: number,
): Promise<number | undefined> {
  const row = await db
    .selectFrom('marketBalance')
    .select('balance')
    .where('questionId', '=', questionId)
    .where('accountId', '=', accountId)
    .executeTakeFirst();
  return row?.balance;
}

export function listPositions(db: Db, questionId: number, accountIds: readonly number[]) {
  return db
    .selectFrom('marketPosition')
    .select(['accountId', 'event', 'shares'])
    .where('questionId', '=', questionId)
    .where('accountId', 'in', accountIds)
    .where('shares', '>', 0)
    .execute();
}

const tradeColumns = [
  'questionId',
  'seq',
  'accountId',
  'madeAt',
  'event',
  'shares',
  'points',
  'priceBefore',
  'priceAfter',
  'requestId',
] as const;

/** Trades that came with these requests, of whatever market. */
export function listByRequest(db: Db, requests: readonly { accountId: number; requestId: string }[]) {
  return db
    .selectFrom('trade')
    .select(tradeColumns)
    .where((e) =>
      e.or(
        requests.map(({ accountId, requestId }) =>
          e.and([e('accountId', '=', accountId), e('requestId', '=', requestId)]),
        ),
      ),
    )
    .execute();
}

export type TradeRow = Awaited<ReturnType<typeof listByRequest>>[number];

/** Adds rows to the log, in the order given. @returns them with their times */
export async function insertTrades(
  tx: Transaction<DB>,
  rows: readonly Omit<TradeRow, 'madeAt'>[],
): Promise<TradeRow[]> {
  return tx.insertInto('trade').values(rows).returning(tradeColumns).execute();
}
