import { type Kysely, sql } from 'kysely';

/** What every session of this database starts with; see docs/operations.md. */
const TIMEOUTS = { statement_timeout: '30s', idle_in_transaction_session_timeout: '30s' };
/** Known from PostgreSQL 17 on. Publishing a result of a large crowd takes a minute. */
const NEWER = { transaction_timeout: '5min' };

/** What the tables of all features use: the clock, time limits of sessions, secrets of the server, rate limits. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createClock(db);
  await setTimeouts(db);
  await createServerTables(db);
}

/** The clock that all SQL reads. The simulation and tests replace it in databases of their own. */
async function createClock(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function now_at() returns timestamptz
    language sql volatile parallel safe
    as 'select clock_timestamp()'
  `.execute(db);
  await sql`
    create function korean_day() returns date
    language sql stable
    return (now_at() at time zone 'Asia/Seoul')::date
  `.execute(db);
}

/**
 * Time limits, as settings of the database: sent by the client at the start of a session they would be refused by
 * PgBouncer. Where the migrating role does not own the database the app warns of what is absent.
 */
async function setTimeouts(db: Kysely<unknown>): Promise<void> {
  for (const [name, value] of Object.entries(await knownTimeouts(db))) {
    await alterDatabase(db, `set ${name} = '${value}'`);
  }
}

async function createServerTables(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('server_secret')
    .addColumn('name', 'text', (c) => c.primaryKey())
    .addColumn('value', 'bytea', (c) => c.notNull())
    .execute();

  // The shape that rate-limiter-flexible reads and writes.
  await db.schema
    .createTable('rate_limit')
    .addColumn('key', 'varchar(255)', (c) => c.primaryKey())
    .addColumn('points', 'integer', (c) => c.notNull().defaultTo(0))
    .addColumn('expire', 'bigint')
    .execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of ['rate_limit', 'server_secret']) await db.schema.dropTable(table).execute();
  for (const name of Object.keys(await knownTimeouts(db))) await alterDatabase(db, `reset ${name}`);
  for (const name of ['korean_day', 'now_at']) await sql`drop function ${sql.id(name)}()`.execute(db);
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
