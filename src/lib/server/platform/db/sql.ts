import { type Expression, sql } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { Db } from './connect.ts';

/** Rows of a select as JSON has them: instants are ISO 8601 texts in the database's form. */
export type JsonRows<Select> =
  Select extends Expression<infer Row>
    ? Awaited<ReturnType<typeof jsonArrayFrom<Row>>> extends Expression<infer Rows>
      ? Rows
      : never
    : never;

/** Runs several selects as one statement: one round trip, and one snapshot. */
export async function together<Selects extends Record<string, Expression<unknown>>>(
  db: Db,
  selects: Selects,
): Promise<{ [Name in keyof Selects]: JsonRows<Selects[Name]> }> {
  const columns = Object.entries(selects).map(([name, select]) => jsonArrayFrom(select).as(name));
  const rows = await db.selectNoFrom(columns).executeTakeFirstOrThrow();
  return rows as { [Name in keyof Selects]: JsonRows<Selects[Name]> };
}

/** An instant as pages have it, whether a row or JSON from the database held it. */
export function isoOf(instant: Date | string): string {
  return new Date(instant).toISOString();
}

// Handles that begin with a text: by the index `account_handle_prefix`, in its own order.

/** For `handle_key like …`: what is typed stands for itself. */
export function prefixPattern(typed: string) {
  return sql<string>`lower(${typed.replace(/[\\%_]/g, (letter) => `\\${letter}`)}) || '%'`;
}

/** The order of the index, byte by byte, so that nothing is sorted: the exact handle comes first. */
export const HANDLE_ORDER = sql`handle_key using ~<~`;
