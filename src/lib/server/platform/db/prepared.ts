import { createHash } from 'node:crypto';
import type pg from 'pg';
import { sqlStateOf } from './sqlstate.ts';

/** Runs a statement of its own transaction that each connection prepares only once. */
export type RunPrepared = <Row extends object>(
  name: string,
  text: string,
  values: unknown[],
) => Promise<Row[]>;

/** "Prepared statement does not exist", or "exists already": nothing ran. */
const LOST_STATEMENT = ['26000', '42P05'];

/**
 * Prepared statements on a pool. A pooler such as PgBouncer in transaction mode may hand each transaction to another
 * session, which has prepared other statements: from the first such error on they run without a name.
 */
export function preparedOn(pool: { connect(): Promise<pg.PoolClient> }): RunPrepared {
  let isNamed = true;
  const query = async <Row extends object>(config: pg.QueryConfig<unknown[]>) => {
    const client = await pool.connect();
    try {
      return (await client.query<Row>(config)).rows;
    } finally {
      client.release();
    }
  };
  return async <Row extends object>(name: string, text: string, values: unknown[]) => {
    if (isNamed) {
      try {
        return await query<Row>({ name: `${name}_${digestOf(text)}`, text, values });
      } catch (error) {
        if (!LOST_STATEMENT.includes(sqlStateOf(error) ?? '')) throw error;
        isNamed = false;
      }
    }
    return query<Row>({ text, values });
  };
}

/** Two versions of the app may share the sessions of a pooler: their statements have different names. */
function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
