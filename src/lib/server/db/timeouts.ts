import { sql } from 'kysely';
import type { Db } from './connect.ts';

const TIMEOUTS = ['statement_timeout', 'idle_in_transaction_session_timeout', 'transaction_timeout'];

/** The time limits that this PostgreSQL knows, in ms for this session; 0 is none. */
export async function listTimeouts(db: Db): Promise<{ name: string; ms: number }[]> {
  const { rows } = await sql<{ name: string; ms: number }>`
    select name, setting::integer as ms from pg_settings where name = any(${TIMEOUTS}::text[])
  `.execute(db);
  return rows;
}
