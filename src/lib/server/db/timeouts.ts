import { sql, type Transaction } from 'kysely';
import type { Db } from './connect.ts';
import type { DB } from './schema.generated.ts';

const IDLE_TIMEOUT = 'idle_in_transaction_session_timeout';
const TIMEOUTS = ['statement_timeout', IDLE_TIMEOUT, 'transaction_timeout'];
/** For a long transaction: computing between two statements may take a while, but a client that is gone must not keep locks. */
const LONG_IDLE = '5min';

/** The time limits that this PostgreSQL knows, in ms for this session; 0 is none. */
export async function listTimeouts(db: Db): Promise<{ name: string; ms: number }[]> {
  const { rows } = await sql<{ name: string; ms: number }>`
    select name, setting::integer as ms from pg_settings where name = any(${TIMEOUTS}::text[])
  `.execute(db);
  return rows;
}

/**
 * Lifts the time limits for the rest of a transaction, which takes minutes. A client that sends no statement for five
 * minutes is still dropped.
 */
export async function liftTimeouts(tx: Transaction<DB>): Promise<void> {
  // By way of pg_settings, because PostgreSQL before 17 has no transaction_timeout.
  await sql`
    select set_config(name, case name when ${IDLE_TIMEOUT} then ${LONG_IDLE} else '0' end, true)
      from pg_settings where name = any(${TIMEOUTS}::text[])
  `.execute(tx);
}
