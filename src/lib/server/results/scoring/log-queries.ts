// Reads what a question is scored from.
import { sql, type Transaction } from 'kysely';
import { countsFrom } from '../../forecasts/crowd/queries.ts';
import type { Db } from '../../platform/db/connect.ts';
import type { DB } from '../../platform/db/schema.generated.ts';
import type { OddsRow } from '../../forecasts/log/growing-log.ts';

/** Number of rows in a question's log. */
export async function countLog(db: Db, questionId: number): Promise<number> {
  const { count } = await db
    .selectFrom('forecast')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('questionId', '=', questionId)
    .executeTakeFirstOrThrow();
  return count;
}

const LOG_CURSOR = sql.id('scoring_log');

/** Opens the transaction's cursor on a question's log in `seq` order. */
export async function declareLog(tx: Transaction<DB>, questionId: number): Promise<void> {
  await sql`
    declare ${LOG_CURSOR} no scroll cursor for
    select f.seq, f.account_id, floor(1000 * extract(epoch from f.made_at))::float8 as made_at, f.permille,
           is_excluded_from_ranking(account) as is_excluded
      from forecast f join account on account.id = f.account_id
     where f.question_id = ${sql.lit(questionId)}
     order by f.seq
  `.execute(tx);
}

interface FetchedRow {
  seq: number;
  accountId: number;
  /** Ms since the epoch. */
  madeAt: number;
  permille: number[] | null;
  /** From pool and ranking, now. */
  isExcluded: boolean;
}

/** The next rows of the log; fewer than asked for at its end. */
export async function fetchLog(tx: Transaction<DB>, rows: number): Promise<FetchedRow[]> {
  return (await sql<FetchedRow>`fetch ${sql.lit(rows)} from ${LOG_CURSOR}`.execute(tx)).rows;
}

export async function closeLog(tx: Transaction<DB>): Promise<void> {
  await sql`close ${LOG_CURSOR}`.execute(tx);
}

/** The crowd's odds over time, each from when it counts (ms since the epoch). */
export async function listCrowd(db: Db, questionId: number): Promise<OddsRow[]> {
  const points = await db
    .selectFrom('crowdPoint')
    .select(['at', 'permille'])
    .where('questionId', '=', questionId)
    .orderBy('at')
    .execute();
  return points.map(({ at, permille }) => ({ at: countsFrom(at), permille }));
}
