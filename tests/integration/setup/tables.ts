import { sql } from 'kysely';
import type { Db } from '#lib/server/platform/db/connect.ts';

export interface TableRows {
  table: string;
  /** As text, each with the transaction that wrote it and its place. */
  rows: string[];
}

/** Every row of every table: to compare before and after, or to search for a secret. */
export async function readTables(db: Db): Promise<TableRows[]> {
  const { rows: tables } = await sql<{ name: string }>`
    select relname as name from pg_class
    where relkind = 'r' and relnamespace = 'public'::regnamespace and relname not like 'kysely%'
    order by relname
  `.execute(db);
  const read: TableRows[] = [];
  for (const { name } of tables) {
    const { rows } = await sql<{ text: string }>`
      select concat_ws(' ', t.xmin, t.ctid, t::text) as text from ${sql.table(name)} t order by t::text
    `.execute(db);
    read.push({ table: name, rows: rows.map(({ text }) => text) });
  }
  return read;
}
