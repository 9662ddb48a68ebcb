// What admins and the author say of their work for the entrants, shares in them and contracts with them. Append-only:
// the latest counts, and what was said before stays.
import type { Transaction } from 'kysely';
import type { Text } from '#lib/contest/types.ts';
import type { DisclosureView } from '#lib/types/people.ts';
import { type Actor, changeAs } from '../audit/service.ts';
import type { Db } from '../db/connect.ts';
import type { DB } from '../db/schema.generated.ts';

/** The latest of every admin and of the author, who comes first. */
export async function disclosures(db: Db): Promise<DisclosureView[]> {
  const flagged = listLatest(db).where((e) =>
    e.or([e('account.isAuthor', '=', true), e('account.isAdmin', '=', true)]),
  );
  return viewsOf(await flagged.execute());
}

/** The latest of some accounts, whatever they are by now. */
export async function disclosuresOf(db: Db, accountIds: number[]): Promise<DisclosureView[]> {
  if (accountIds.length === 0) return [];
  return viewsOf(await listLatest(db).where('account.id', 'in', accountIds).execute());
}

type Latest = Awaited<ReturnType<ReturnType<typeof listLatest>['execute']>>;

function viewsOf(rows: Latest): DisclosureView[] {
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
  return changeAs(db, by, (tx) => insert(tx, by.accountId, text));
}

/** Everything that an account has said, newest first. */
export async function historyOf(db: Db, accountId: number): Promise<{ text: Text; writtenAt: string }[]> {
  const rows = await db
    .selectFrom('disclosure')
    .select(['bodyKo', 'bodyEn', 'writtenAt'])
    .where('accountId', '=', accountId)
    .orderBy('id', 'desc')
    .execute();
  return rows.map((row) => ({
    text: { ko: row.bodyKo, en: row.bodyEn },
    writtenAt: row.writtenAt.toISOString(),
  }));
}

function listLatest(db: Db) {
  return db
    .selectFrom('account')
    .leftJoin('disclosure', 'disclosure.accountId', 'account.id')
    .distinctOn('account.id')
    .select(['account.handle', 'account.isAuthor', 'account.isAdmin'])
    .select(['disclosure.bodyKo', 'disclosure.bodyEn', 'disclosure.writtenAt'])
    .orderBy('account.id')
    .orderBy('disclosure.id', 'desc');
}

async function insert(tx: Transaction<DB>, accountId: number, text: Text): Promise<void> {
  await tx.insertInto('disclosure').values({ accountId, bodyKo: text.ko, bodyEn: text.en }).execute();
}
