import { sql } from 'kysely';
import type { Db } from '../db/connect.ts';

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
