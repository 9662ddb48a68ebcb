import { sql } from 'kysely';
import type { Db } from '../db/connect.ts';
import type { LogRow } from './update.ts';

const COLUMNS = ['seq', 'questionId', 'accountId', 'madeAt', 'permille'] as const;

/** Highest committed `seq`; 0 in an empty log. */
export async function findHighestSeq(db: Db): Promise<number> {
  const { seq } = await db
    .selectFrom('forecast')
    .select((e) => e.fn.coalesce(e.fn.max('seq'), sql<number>`0`).as('seq'))
    .executeTakeFirstOrThrow();
  return seq;
}

/** Draws a transaction id, higher than all before. */
export async function drawTransactionId(db: Db): Promise<number> {
  const { rows } = await sql<{ id: number }>`select pg_current_xact_id()::text::bigint as id`.execute(db);
  return rows[0]!.id;
}

/** Every account's latest row on every question in `seq` order, with the xmin of the snapshot. */
export function readStanding(db: Db): Promise<{ xmin: number; rows: LogRow[] }> {
  const snapshot = db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only');
  return snapshot.execute(async (tx) => {
    const { rows } = await sql<{ xmin: number }>`
      select pg_snapshot_xmin(pg_current_snapshot())::text::bigint as xmin
    `.execute(tx);
    return {
      xmin: rows[0]!.xmin,
      rows: await tx.selectFrom('standing').select(COLUMNS).orderBy('seq').execute(),
    };
  });
}

/**
 * Rows up to a `seq` whose transaction had not ended in a snapshot of this xmin; also some whose transaction had. Scans the
 * whole log.
 */
export async function listRowsOpenAt(db: Db, upTo: number, xmin: number): Promise<LogRow[]> {
  const { rows } = await sql<LogRow>`
    select seq, question_id, account_id, made_at, permille from forecast
     where seq <= ${upTo} and age(xmin) <= age(${String(xmin)}::xid8::xid)
     order by seq
  `.execute(db);
  return rows;
}

interface LogRequest {
  highest: number;
  gaps: readonly number[];
  /** Whether to draw a transaction id. */
  needsBound: boolean;
  /** Limit of rows after `highest`. */
  limit: number;
}

interface LogState {
  /** Xmin of the statement's snapshot. */
  xmin: number;
  bound: number | null;
  /** Highest `seq` of the log. */
  last: number;
  now: Date;
}

/** A row of the log as JSON: seq, question, account, ms since the epoch, permille. */
type LogTuple = [number, number, number, number, number[] | null];

/**
 * Rows in gaps and after the highest `seq`, in one statement and so in one snapshot. The rows come as one JSON value: it
 * costs a fifth of the CPU time of parsing as many rows of the protocol, which counts after a long backlog.
 */
export async function readLog(
  db: Db,
  { highest, gaps, needsBound, limit }: LogRequest,
): Promise<LogState & { rows: LogRow[] }> {
  const { rows } = await sql<LogState & { tuples: LogTuple[] | null }>`
    select pg_snapshot_xmin(pg_current_snapshot())::text::bigint as xmin,
           case when ${needsBound} then pg_current_xact_id()::text::bigint end as bound,
           (select coalesce(max(seq), 0) from forecast) as last,
           now_at() as now,
           (select json_agg(json_build_array(
                     seq, question_id, account_id, extract(epoch from made_at) * 1000, permille))
              from (
                (select * from forecast where seq = any(${gaps}::bigint[]))
                union all
                (select * from forecast where seq > ${highest} order by seq limit ${limit})
              ) row) as tuples
  `.execute(db);
  const { tuples, ...state } = rows[0]!;
  return { ...state, rows: (tuples ?? []).map(logRowOf) };
}

function logRowOf([seq, questionId, accountId, madeAtMs, permille]: LogTuple): LogRow {
  return { seq, questionId, accountId, madeAt: new Date(madeAtMs), permille };
}

/** Rows after one `seq` and up to another, in order. */
export function listRowsBetween(db: Db, after: number, upTo: number, limit: number): Promise<LogRow[]> {
  return db
    .selectFrom('forecast')
    .select(COLUMNS)
    .where('seq', '>', after)
    .where('seq', '<=', upTo)
    .orderBy('seq')
    .limit(limit)
    .execute();
}

/** Accounts that are excluded from pool and ranking, with the xmin of the snapshot. */
export async function readExcluded(db: Db): Promise<{ xmin: number; excluded: number[] }> {
  const { rows } = await sql<{ xmin: number; excluded: number[] }>`
    select pg_snapshot_xmin(pg_current_snapshot())::text::bigint as xmin,
           array(select id from account where is_excluded_from_ranking(account)) as excluded
  `.execute(db);
  return rows[0]!;
}

/**
 * Accounts whose status may have changed since a snapshot of this xmin: transactions that had not ended then have ids from
 * that xmin on. Ids from this snapshot's xmax on are of another server from which the database was restored.
 */
export async function readStatusChanges(
  db: Db,
  sinceXmin: number,
): Promise<{ xmin: number; excluded: number[]; counted: number[] }> {
  const { rows } = await sql<{ xmin: number; excluded: number[]; counted: number[] }>`
    select snapshot.xmin,
           array(select id from account where status_xid >= ${sinceXmin} and status_xid < snapshot.xmax
                    and is_excluded_from_ranking(account)) as excluded,
           array(select id from account where status_xid >= ${sinceXmin} and status_xid < snapshot.xmax
                    and not is_excluded_from_ranking(account)) as counted
      from (select pg_snapshot_xmin(pg_current_snapshot())::text::bigint as xmin,
                   pg_snapshot_xmax(pg_current_snapshot())::text::bigint as xmax) snapshot
  `.execute(db);
  return rows[0]!;
}
