// Conflict-of-interest disclosures of admins and the author: work for entrants, shares in them, contracts with them.
// Append-only; the latest counts.
import type { Text } from '#lib/contest/types.ts';
import type { DisclosureView } from '#lib/types/people.ts';
import { type Actor, changeAs } from '../../platform/audit/service.ts';
import type { Db } from '../../platform/db/connect.ts';
import {
  insertDisclosure,
  listDisclosuresOf,
  listLatestDisclosures,
  listLatestDisclosuresOf,
} from './queries.ts';

/** Latest disclosures of the author, who comes first, and of all admins. */
export async function disclosures(db: Db): Promise<DisclosureView[]> {
  return viewsOf(await listLatestDisclosures(db));
}

/** Latest disclosures of the given accounts, also of former admins. */
export async function disclosuresOf(db: Db, accountIds: number[]): Promise<DisclosureView[]> {
  return accountIds.length === 0 ? [] : viewsOf(await listLatestDisclosuresOf(db, accountIds));
}

function viewsOf(rows: Awaited<ReturnType<typeof listLatestDisclosures>>): DisclosureView[] {
  const views = rows.map((row) => ({
    handle: row.handle,
    isAuthor: row.isAuthor,
    isAdmin: row.isAdmin,
    text: row.bodyKo === null ? null : { ko: row.bodyKo, en: row.bodyEn ?? row.bodyKo },
    writtenAt: row.writtenAt?.toISOString() ?? null,
  }));
  return views.toSorted((a, b) => Number(b.isAuthor) - Number(a.isAuthor) || (a.handle < b.handle ? -1 : 1));
}

export function disclose(db: Db, by: Actor & { accountId: number }, text: Text): Promise<void> {
  return changeAs(db, by, (tx) => insertDisclosure(tx, by.accountId, text));
}

/** All disclosures of an account, newest first. */
export async function historyOf(db: Db, accountId: number): Promise<{ text: Text; writtenAt: string }[]> {
  const rows = await listDisclosuresOf(db, accountId);
  return rows.map((row) => ({
    text: { ko: row.bodyKo, en: row.bodyEn },
    writtenAt: row.writtenAt.toISOString(),
  }));
}
