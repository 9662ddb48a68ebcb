import type { Expression } from 'kysely';
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
