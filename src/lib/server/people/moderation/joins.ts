// Joins of the last week on the admin pages: groups of accounts that one person may have made. Bounded in rows.
import type { JoinedView, JoinGroupView } from '#lib/types/people.ts';
import type { Db } from '../../platform/db/connect.ts';
import { ValidationError } from '../../platform/errors.ts';
import { type GroupKind, listGroups, listIdsOf, listMembers } from './queries.ts';

export const KINDS: readonly GroupKind[] = ['hour', 'address', 'domain', 'forecast'];
export const MOST_MEMBERS = 500;
const MOST_GROUPS = 20;

/** The largest groups of each kind. */
export async function overview(db: Db): Promise<{ kind: GroupKind; groups: JoinGroupView[] }[]> {
  const lists = KINDS.map(async (kind) => ({ kind, groups: await listGroups(db, kind, MOST_GROUPS) }));
  return Promise.all(lists);
}

/** The accounts of a group, newest first; as many as can be excluded at once. */
export async function members(db: Db, kind: GroupKind, of: string): Promise<JoinedView[]> {
  const rows = await listMembers(db, kind, of, MOST_MEMBERS);
  return rows.map((row) => ({ ...row, joinedAt: row.joinedAt.toISOString() }));
}

/** @throws ValidationError where one of the accounts is gone */
export async function idsOf(db: Db, handles: readonly string[]): Promise<number[]> {
  const rows = await listIdsOf(db, handles);
  if (rows.length < new Set(handles).size) throw new ValidationError('form', 'gone', 409);
  return rows.map(({ id }) => id);
}
