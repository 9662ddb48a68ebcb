// The audit log as the page shows it: events grouped by transaction, each with its changed columns. No I/O.
import type * as audit from '#lib/server/audit/service.ts';

type AuditRow = Awaited<ReturnType<typeof audit.list>>[number];

export interface Change {
  /** Id of the first event in the group. */
  id: number;
  at: string;
  /** Null for the server's command line. */
  by: string | null;
  reason: string | null;
  rows: ChangedRow[];
}

type ChangedRow = Pick<AuditRow, 'id' | 'action' | 'subject' | 'rowKey' | 'account'> & {
  cells: { column: string; before: unknown; after: unknown }[];
};

/** @param rows newest first */
export function groupChanges(rows: readonly AuditRow[]): Change[] {
  const changes: Change[] = [];
  let transaction: number | null = null;
  for (const row of rows) {
    if (row.change !== transaction) {
      transaction = row.change;
      changes.push({ id: row.id, at: row.at.toISOString(), by: row.by, reason: row.reason, rows: [] });
    }
    const { id, action, subject, rowKey, account } = row;
    changes.at(-1)?.rows.push({ id, action, subject, rowKey, account, cells: cellsOf(row) });
  }
  return changes;
}

/** The changed columns, without those that are empty before and after. */
function cellsOf({ before, after }: AuditRow): ChangedRow['cells'] {
  const was = recordOf(before);
  const is = recordOf(after);
  return [...new Set([...Object.keys(was), ...Object.keys(is)])]
    .map((column) => ({ column, before: was[column] ?? null, after: is[column] ?? null }))
    .filter((cell) => cell.before !== null || cell.after !== null);
}

function recordOf(json: unknown): Record<string, unknown> {
  return typeof json === 'object' && json !== null ? { ...json } : {};
}
