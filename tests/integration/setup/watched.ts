// A pool of which a test sees every statement.
import { CamelCasePlugin, Kysely, PostgresDialect, type PostgresPoolClient } from 'kysely';
import type pg from 'pg';
import type { Db } from '#lib/server/platform/db/connect.ts';
import type { DB } from '#lib/server/platform/db/schema.generated.ts';

type Ask = (text: string) => Promise<pg.QueryResult<Record<string, unknown>>>;

interface Watch {
  /** @param ask sends another statement before this one, on the same connection */
  before?: (number: number, text: string, pid: number, ask: Ask) => Promise<void>;
  after?: (text: string, pid: number) => Promise<void>;
}

/** Wraps a pool with a hook before and after each statement, which gets the server process's pid. */
export function watched(pool: pg.Pool, { before, after }: Watch): Db {
  let number = 0;
  const connect = async (): Promise<PostgresPoolClient> => {
    const client = (await pool.connect()) as pg.PoolClient & { processID: number };
    const pid = client.processID;
    const query = async (text: string, values: unknown[]) => {
      await before?.(++number, text, pid, (asked) => client.query<Record<string, unknown>>(asked));
      const answer = await client.query(text, values);
      await after?.(text, pid);
      return answer;
    };
    return { query: query as unknown as PostgresPoolClient['query'], release: () => client.release() };
  };
  const dialect = new PostgresDialect({
    pool: { connect, end: async () => undefined, options: pool.options },
  });
  return new Kysely<DB>({ dialect, plugins: [new CamelCasePlugin()] });
}
