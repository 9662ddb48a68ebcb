import pg from 'pg';
import { dataFolderOf } from '../../src/lib/server/platform/db/embedded/cluster.ts';
import { readCredentials, urlFor } from '../../src/lib/server/platform/db/embedded/settings.ts';
import { readLockFile } from '../../src/lib/server/platform/db/embedded/process.ts';
import { homeOfDatabase } from './data-dir.ts';

/** Writes one row that the server acknowledges. */
export async function writeRecord(dataDir: string, value: string): Promise<void> {
  await query(dataDir, `CREATE TABLE IF NOT EXISTS runtime_record (value text PRIMARY KEY)`);
  await query(dataDir, `INSERT INTO runtime_record VALUES ($1)`, [value]);
}

export async function readRecords(dataDir: string): Promise<string[]> {
  const rows = await query(dataDir, `SELECT value FROM runtime_record ORDER BY value`);
  return rows.map(({ value }) => value as string);
}

/** Asks the database of a running site as its owner. */
export async function query(
  dataDir: string,
  text: string,
  values: unknown[] = [],
): Promise<Record<string, unknown>[]> {
  const client = await connectAsOwner(dataDir);
  const { rows } = await client.query<Record<string, unknown>>(text, values).finally(() => client.end());
  return rows;
}

/** Locks a table against reads. @returns unlock */
export async function lockTable(dataDir: string, table: string): Promise<() => Promise<void>> {
  const client = await connectAsOwner(dataDir);
  await client.query(
    `BEGIN; SET LOCAL idle_in_transaction_session_timeout = 0; LOCK TABLE ${client.escapeIdentifier(table)} IN ACCESS EXCLUSIVE MODE`,
  );
  return () => client.end();
}

async function connectAsOwner(dataDir: string): Promise<pg.Client> {
  const home = await homeOfDatabase(dataDir);
  const lock = await readLockFile(dataFolderOf(home));
  const url = urlFor('owner', await readCredentials(home), lock?.port ?? 0);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}
