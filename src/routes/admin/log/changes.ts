// The audit log as the page shows it: events grouped by transaction, each with its changed columns. No I/O.
import type { Text } from '#lib/contest/types.ts';
import type { Names } from '#lib/server/audit/names.ts';
import { type AuditRow, type Cell, cellsOf } from './cells.ts';
import { named, nameOf } from './references.ts';

export interface ChangedRow {
  id: number;
  action: AuditRow['action'];
  subject: string;
  /** Name of the record; empty where the subject alone identifies it. */
  name: Text;
  cells: Cell[];
}

export interface Change {
  /** Id of the first event in the group. */
  id: number;
  at: string;
  /** Null for the server's command line. */
  by: string | null;
  reason: string | null;
  rows: ChangedRow[];
}

/** @param rows newest first @param names of all records to which they refer */
export function groupChanges(rows: readonly AuditRow[], names: Names): Change[] {
  const changes: Change[] = [];
  let transaction: number | null = null;
  for (const row of rows) {
    if (row.change !== transaction) {
      transaction = row.change;
      changes.push({ id: row.id, at: row.at.toISOString(), by: row.by, reason: row.reason, rows: [] });
    }
    changes.at(-1)?.rows.push(shown(row, names));
  }
  return changes;
}

function shown(row: AuditRow, names: Names): ChangedRow {
  const { id, action, subject } = row;
  const cells = cellsOf(row).map(({ column, before, after }) => ({
    column,
    before: named(column, before, row, names),
    after: named(column, after, row, names),
  }));
  return { id, action, subject, name: nameOf(row, names), cells };
}
