import type { Transaction } from 'kysely';
import type { Text } from '#lib/contest/types.ts';
import type { Db } from '../db/connect.ts';
import type { DB } from '../db/schema.generated.ts';

/** Each account with its latest disclosure, null without one. */
function latest(db: Db) {
  return db
    .selectFrom('account')
    .leftJoin('disclosure', 'disclosure.accountId', 'account.id')
    .distinctOn('account.id')
    .select(['account.handle', 'account.isAuthor', 'account.isAdmin'])
    .select(['disclosure.bodyKo', 'disclosure.bodyEn', 'disclosure.writtenAt'])
    .orderBy('account.id')
    .orderBy('disclosure.id', 'desc');
}

/** Latest disclosures of all admins and the author. */
export function listLatestDisclosures(db: Db) {
  return latest(db)
    .where((e) => e.or([e('account.isAuthor', '=', true), e('account.isAdmin', '=', true)]))
    .execute();
}

/** Latest disclosures of the given accounts. @param accountIds at least one */
export function listLatestDisclosuresOf(db: Db, accountIds: number[]) {
  return latest(db).where('account.id', 'in', accountIds).execute();
}

/** All disclosures of an account, newest first. */
export function listDisclosuresOf(db: Db, accountId: number) {
  return db
    .selectFrom('disclosure')
    .select(['bodyKo', 'bodyEn', 'writtenAt'])
    .where('accountId', '=', accountId)
    .orderBy('id', 'desc')
    .execute();
}

export async function insertDisclosure(tx: Transaction<DB>, accountId: number, text: Text): Promise<void> {
  await tx.insertInto('disclosure').values({ accountId, bodyKo: text.ko, bodyEn: text.en }).execute();
}
