// The audit log as the page shows it: events grouped by transaction, each with its changed columns. No I/O.
import { recordText } from '#lib/components/admin/fields.ts';
import type * as audit from '#lib/server/audit/service.ts';
import type { Fact } from '#lib/types/admin-form.ts';

type AuditRow = Awaited<ReturnType<typeof audit.list>>[number];

interface Change {
  /** Id of the first event in the group. */
  id: number;
  at: string;
  /** Null for the server's command line. */
  by: string | null;
  reason: string | null;
  rows: { id: number; title: string; facts: Fact[] }[];
}

const ACTIONS = { insert: '더함', update: '바꿈', delete: '지움' };

/** @param rows newest first */
export function groupChanges(rows: readonly AuditRow[]): Change[] {
  const changes: Change[] = [];
  let transaction: number | null = null;
  for (const row of rows) {
    if (row.change !== transaction) {
      transaction = row.change;
      changes.push({ id: row.id, at: row.at.toISOString(), by: row.by, reason: row.reason, rows: [] });
    }
    const title = [row.subject, row.rowKey, row.account, ACTIONS[row.action]].filter(Boolean).join(' ');
    changes.at(-1)?.rows.push({ id: row.id, title, facts: factsOf(row) });
  }
  return changes;
}

/** The changed columns, without those that are empty before and after. */
function factsOf({ action, before, after }: AuditRow): Fact[] {
  const was = recordOf(before);
  const is = recordOf(after);
  return [...new Set([...Object.keys(was), ...Object.keys(is)])]
    .filter((column) => (was[column] ?? is[column] ?? null) !== null)
    .map((column) => {
      const lines = [
        action !== 'insert' && `바꾸기 전: ${recordText(was[column] ?? null)}`,
        action !== 'delete' && `바꾼 뒤: ${recordText(is[column] ?? null)}`,
      ];
      return [column, lines.filter(Boolean).join('\n')];
    });
}

function recordOf(json: unknown): Record<string, unknown> {
  return typeof json === 'object' && json !== null ? { ...json } : {};
}
