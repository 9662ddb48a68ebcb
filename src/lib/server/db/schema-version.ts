import { sql } from 'kysely';
import type { Db } from './connect.ts';

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
export async function listExecuted(db: Db): Promise<string[]> {
  const { rows: tables } = await sql`select where to_regclass('kysely_migration') is not null`.execute(db);
  if (tables.length === 0) return [];
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
  return rows.map(({ name }) => name);
}
