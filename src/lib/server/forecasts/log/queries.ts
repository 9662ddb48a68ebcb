import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../platform/db/connect.ts';

// What the log follower emits.

/** A row of the forecast log; null permille is a withdrawal. */
export interface LogRow {
  seq: number;
  questionId: number;
  accountId: number;
  madeAt: Date;
  permille: number[] | null;
}

/**
 * How an account counts: in full; less, as unverified where verification is possible; not yet, as unverified where it is
 * required; or not at all, as author, admin or by exclusion.
 */
export type AccountStatus = 'counted' | 'reduced' | 'waiting' | 'excluded';

export interface StatusChange {
  accountId: number;
  status: AccountStatus;
}

/** Whether an account is left out of pool and ranking. */
export function isOutsidePool(status: AccountStatus): boolean {
  return status === 'waiting' || status === 'excluded';
}

export interface LogUpdate {
  /** In no particular order. */
  rows: readonly LogRow[];
  statuses: readonly StatusChange[];
}

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
function listRowsBetween(db: Db, after: number, upTo: number, limit: number): Promise<LogRow[]> {
  return db
    .selectFrom('forecast')
    .select(COLUMNS)
    .where('seq', '>', after)
    .where('seq', '<=', upTo)
    .orderBy('seq')
    .limit(limit)
    .execute();
}

/** Accounts that do not count in full. */
const SPECIAL = sql`is_flagged(account) or crowd_weight <> 'full'`;

/** As `AccountStatus`. */
const STATUS = sql`
  case when is_flagged(account) then 'excluded'
       else case crowd_weight when 'none' then 'waiting' when 'reduced' then 'reduced' else 'counted' end end
`;

interface StatusRead {
  /** Xmin of the statement's snapshot. */
  xmin: number;
  /** Whether a new account counts in full at once. */
  newcomersCount: boolean;
  statuses: StatusChange[];
}

/** Statuses as JSON: see `readLog`. */
type StatusTuple = [number, StatusChange['status']];

/** The accounts that do not count in full. */
export function readStatuses(db: Db): Promise<StatusRead> {
  return readStatusesWhere(db, SPECIAL);
}

/**
 * Accounts whose status may have changed since a snapshot of this xmin: transactions that had not ended then have ids from
 * that xmin on. Ids from this snapshot's xmax on are of another server from which the database was restored.
 */
export function readStatusChanges(db: Db, sinceXmin: number): Promise<StatusRead> {
  const changed = sql`status_xid >= ${sinceXmin}
                      and status_xid < pg_snapshot_xmax(pg_current_snapshot())::text::bigint`;
  return readStatusesWhere(db, changed);
}

async function readStatusesWhere(db: Db, where: RawBuilder<unknown>): Promise<StatusRead> {
  const { rows } = await sql<Omit<StatusRead, 'statuses'> & { tuples: StatusTuple[] | null }>`
    select pg_snapshot_xmin(pg_current_snapshot())::text::bigint as xmin,
           not exists (select from unverified_policy where crowd_weight <> 'full') as newcomers_count,
           (select json_agg(json_build_array(id, ${STATUS})) from account where ${where}) as tuples
  `.execute(db);
  const { tuples, ...read } = rows[0]!;
  return { ...read, statuses: (tuples ?? []).map(([accountId, status]) => ({ accountId, status })) };
}

/** Accounts that are left out of pool and ranking. */
async function listOutsidePool(db: Db): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select id from account where is_excluded_from_ranking(account)
  `.execute(db);
  return rows.map(({ id }) => id);
}

// Reads the whole forecast log, for the what-if worker, which starts long after the follower.

/** Batch size. */
const ROWS_AT_ONCE = 50_000;

/** @returns a function that reads every row up to the current highest `seq`, in order */
export async function openLog(db: Db): Promise<(take: (row: LogRow) => void) => Promise<void>> {
  const upTo = await findHighestSeq(db);
  return async (take) => {
    for (let from = 0; from < upTo;) {
      const rows = await listRowsBetween(db, from, upTo, ROWS_AT_ONCE);
      for (const row of rows) take(row);
      from = rows.at(-1)?.seq ?? upTo;
    }
  };
}

/** Accounts that are left out of pool and ranking now. */
export function listExcluded(db: Db): Promise<number[]> {
  return listOutsidePool(db);
}
