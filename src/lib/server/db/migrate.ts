import { promises as fs } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Kysely, sql } from 'kysely';
import { FileMigrationProvider, Migrator } from 'kysely/migration';
import { connect, type Db } from './connect.ts';
import { installJobQueue } from './job-queue.ts';
import { grantRights } from './rights.ts';
import { listExecuted, SchemaVersionError } from './schema-version.ts';
import { listTimeouts } from './timeouts.ts';

const MIGRATIONS = fileURLToPath(new URL('../../../../migrations', import.meta.url));
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
