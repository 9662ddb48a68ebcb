import { type Kysely, sql } from 'kysely';
import { connect, type Db, listTimeouts } from './connect.ts';
import { grantJobQueue, installJobQueue } from './job-queue.ts';
import { promises as fs } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { FileMigrationProvider, Migrator } from 'kysely/migration';

/** The database holds the schema of another version; the message is one line for the operator. */
export class SchemaVersionError extends Error {
  override name = 'SchemaVersionError';

  constructor(migration: string) {
    super(
      `This database was made by another version of Final Two (its migrations are not ours from ${migration} on): ` +
        'set DATA_DIR to an empty folder or DATABASE_URL to an empty database, or start that version.',
    );
  }
}

/** The migrations that a database has had, in order; none where it is empty. */
async function listExecuted(db: Db): Promise<string[]> {
  const { rows: tables } = await sql`select where to_regclass('kysely_migration') is not null`.execute(db);
  if (tables.length === 0) return [];
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
  return rows.map(({ name }) => name);
}

/**
 * What the app's role may do besides reading: the log can only grow, and nobody becomes an admin by it. What the admin pages
 * changes is bounded by triggers: each change has a name and is on record.
 */
const RIGHTS: Record<string, string> = {
  account:
    'insert (handle, email, password_hash, consent_version, consented_at), ' +
    'update (is_author, excluded_at, password_hash)',
  account_join: 'insert (account_id, address_key)',
  address_salt: 'insert (salt), delete',
  verification_code: 'insert, update, delete',
  // A session stays its account's, and ends when it was to end.
  session:
    'insert (secret_hash, account_id, expires_at, ends_at), update (last_used_at, expires_at, proved_at, is_proved_by_passkey), delete',
  ended_session: 'delete',
  passkey: 'insert (id, account_id, name, public_key, counter, transports), update (counter, used_at)',
  account_token: 'insert (account_id, kind, token_hash), update (token_hash), delete',
  refused_mailbox: 'insert (key, account_id), update (until, account_id), delete',
  card: 'insert (id, account_id, question_id, seq, shows_handle), delete',
  // Only of this minute.
  crowd_point: 'insert (question_id, seq, permille, forecasters)',
  rate_limit: 'insert, update, delete',
  company: 'insert, update',
  round: 'insert, update',
  entrant: 'insert, update, delete',
  event: 'insert, update',
  published_score: 'insert, update',
  contest: 'update',
  question: 'insert, update, delete',
  question_option: 'insert, update, delete',
  exclusion: 'insert',
  exclusion_effect: 'insert',
  disclosure: 'insert',
  resolution: 'insert',
  confirmation: 'insert',
  publication: 'insert, update, delete',
  score: 'insert',
  score_line: 'insert',
  reference_score: 'insert',
  trade:
    'insert (question_id, seq, account_id, event, shares, points, price_before, price_after, request_id)',
  market_settlement: 'insert',
  board: 'insert',
  board_entry: 'insert',
  notice: 'insert',
  notice_seen: 'insert, update',
};

/** One lock for all granting: PostgreSQL refuses to grant on a table that another is granting on. */
const GRANT_LOCK = 18006;

/** Lays the rights of the app's role anew: all that it had is taken first, so that a right can also be withdrawn. */
async function grantRights<T>(db: Kysely<T>, role: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const app = sql.id(role);
    await sql`select pg_advisory_xact_lock(${GRANT_LOCK}, 0)`.execute(tx);
    await sql`revoke all on all tables in schema public from ${app}`.execute(tx);
    await sql`grant usage on schema public to ${app}`.execute(tx);
    // A temporary table could pass for one of ours.
    await sql`
      do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$
    `.execute(tx);
    await sql`grant select on all tables in schema public to ${app}`.execute(tx);
    // The only ways into the log, to a verified address or identity, and out of an account; the last counts changes together.
    await sql`
      grant execute on function place_forecasts, verify_email, link_identity, unlink_identity, remove_passkey, delete_account,
        fold_content_changes, lock_market to ${app}
    `.execute(tx);
    for (const [table, rights] of Object.entries(RIGHTS)) {
      await sql`grant ${sql.raw(rights)} on ${sql.table(table)} to ${app}`.execute(tx);
    }
    await grantJobQueue(tx, role);
  });
}

const MIGRATIONS = fileURLToPath(new URL('../../../../../migrations', import.meta.url));
const provider = new FileMigrationProvider({ fs, path, migrationFolder: MIGRATIONS });

/** The migrations of the folder `migrations`, on a database that its owner is connected to. */
export function migrator<Schema>(db: Kysely<Schema>): Migrator {
  return new Migrator({ db, provider });
}

/**
 * Checks that the migrations a database has had are the first of ours. Only reads.
 *
 * @throws SchemaVersionError otherwise
 */
export async function requireOwnSchema(db: Db): Promise<void> {
  const ours = Object.keys(await provider.getMigrations()).sort();
  const executed = await listExecuted(db);
  const foreign = executed.find((name, i) => name !== ours[i]);
  if (foreign !== undefined) throw new SchemaVersionError(foreign);
}

/**
 * Brings a database up to date, and the job queue in it.
 *
 * @returns the names of the migrations that ran now
 * @throws SchemaVersionError where another version made the database, which is then left as it is
 * @throws the first error of a migration; that migration is rolled back whole
 */
export async function migrateToLatest(ownerUrl: string): Promise<string[]> {
  const { db, pool, close } = connect(ownerUrl, { max: 1, applicationName: 'final-two migrate' });
  try {
    await requireOwnSchema(db);
    await liftTimeouts(db);
    const { error, results = [] } = await migrator(db).migrateToLatest();
    if (error) throw error;
    await installJobQueue(pool);
    return results.map((result) => result.migrationName);
  } finally {
    await close();
  }
}

/** A migration may take as long as it needs; the one connection of `db` keeps this until it ends. */
async function liftTimeouts(db: Db): Promise<void> {
  for (const { name } of await listTimeouts(db))
    await sql`select set_config(${name}, '0', false)`.execute(db);
}

/**
 * Gives the app's role the rights that it needs and no others; nothing to do where app and owner are one role.
 */
export async function grantToApp(ownerUrl: string, appUrl: string): Promise<void> {
  const role = decodeURIComponent(new URL(appUrl).username);
  if (role === '' || role === decodeURIComponent(new URL(ownerUrl).username)) return;
  const { db, close } = connect(ownerUrl, { max: 1, applicationName: 'final-two grant' });
  try {
    await grantRights(db, role);
  } finally {
    await close();
  }
}
