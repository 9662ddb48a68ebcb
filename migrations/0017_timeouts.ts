import { type Kysely, sql } from 'kysely';

/** What every session of this database starts with; see docs/operations.md. */
const TIMEOUTS = { statement_timeout: '30s', idle_in_transaction_session_timeout: '30s' };
/** Known from PostgreSQL 17 on. Publishing a result of a large crowd takes a minute. */
const NEWER = { transaction_timeout: '5min' };

/**
 * Time limits, as settings of the database: sent by the client at the start of a session they would be refused by
 * PgBouncer. Where the migrating role does not own the database the app warns of what is absent.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const [name, value] of Object.entries(await knownTimeouts(db))) {
    await alterDatabase(db, `set ${name} = '${value}'`);
  }
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const name of Object.keys(await knownTimeouts(db))) await alterDatabase(db, `reset ${name}`);
}

async function knownTimeouts(db: Kysely<unknown>): Promise<Record<string, string>> {
  const { rows } = await sql`select from pg_settings where name = 'transaction_timeout'`.execute(db);
  return rows.length > 0 ? { ...TIMEOUTS, ...NEWER } : TIMEOUTS;
}

async function alterDatabase(db: Kysely<unknown>, change: string): Promise<void> {
  await sql`
    do $$ begin
      execute format('alter database %I ', current_database()) || ${sql.lit(change)};
    exception when insufficient_privilege then
      null;
    end $$
  `.execute(db);
}
