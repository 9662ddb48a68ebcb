// Changed columns of an audit event. No I/O.
import type * as audit from '#lib/server/audit/service.ts';

export type AuditRow = Awaited<ReturnType<typeof audit.list>>[number];

export interface Cell {
  column: string;
  before: unknown;
  after: unknown;
}

/** Columns without meaning for a reader. */
const UNSHOWN = new Set(['id', 'singleton']);

/** The changed columns, without those that are empty before and after. */
export function cellsOf({ before, after }: AuditRow): Cell[] {
  const was = recordOf(before);
  const is = recordOf(after);
  return [...new Set([...Object.keys(was), ...Object.keys(is)])]
    .filter((column) => !UNSHOWN.has(column))
    .map((column) => ({ column, before: was[column] ?? null, after: is[column] ?? null }))
    .filter((cell) => cell.before !== null || cell.after !== null)
    .toSorted((a, b) => (koreanFirst(a.column) < koreanFirst(b.column) ? -1 : 1));
}

export function recordOf(json: unknown): Record<string, unknown> {
  return typeof json === 'object' && json !== null ? { ...json } : {};
}

/** Sort key: columns by name, the Korean of a text before the English. */
function koreanFirst(column: string): string {
  return column.replace(/Ko$/, ' 1').replace(/En$/, ' 2');
}
