import { recordText } from '#lib/components/admin/fields.ts';
import type * as audit from '#lib/server/platform/audit/service.ts';
import type { Fact } from '#lib/types/admin-form.ts';

type AuditRow = Awaited<ReturnType<typeof audit.list>>[number];

const ACTIONS = { insert: '더함', update: '바꿈', delete: '지움' };

/** Events of the audit log grouped by transaction. @param rows newest first */
export function groupChanges(rows: readonly AuditRow[]) {
  return [...Map.groupBy(rows, ({ change }) => change).values()].map((group) => {
    // `by` is null for the server's command line.
    const { id, at, by, reason } = group[0]!;
    return { id, at: at.toISOString(), by, reason, rows: group.map(viewOf) };
  });
}

/** An event with its changed columns, without those that are empty before and after. */
function viewOf({ id, subject, rowKey, account, action, before, after }: AuditRow) {
  const [was, is] = [recordOf(before), recordOf(after)];
  const title = [subject, rowKey, account, ACTIONS[action]].filter(Boolean).join(' ');
  const facts = Object.keys({ ...was, ...is })
    .filter((column) => (was[column] ?? is[column] ?? null) !== null)
    .map((column): Fact => {
      if (action !== 'update') return [column, recordText(is[column] ?? was[column])];
      return [column, `바꾸기 전: ${recordText(was[column])}\n바꾼 뒤: ${recordText(is[column])}`];
    });
  return { id, title, facts };
}

function recordOf(json: unknown): Record<string, unknown> {
  return typeof json === 'object' && json !== null ? { ...json } : {};
}
