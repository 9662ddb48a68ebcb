// Handles that begin with a text: by the index `account_handle_prefix`, in its own order.
import { sql } from 'kysely';

/** For `handle_key like …`: what is typed stands for itself. */
export function prefixPattern(typed: string) {
  return sql<string>`lower(${typed.replace(/[\\%_]/g, (letter) => `\\${letter}`)}) || '%'`;
}

/** The order of the index, byte by byte, so that nothing is sorted: the exact handle comes first. */
export const HANDLE_ORDER = sql`handle_key using ~<~`;
