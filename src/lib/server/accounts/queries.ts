import { sql } from 'kysely';
import type { Db } from '../db/connect.ts';

interface NewAccount {
  handle: string;
  email: string;
  passwordHash: string;
}

export async function insertAccount(db: Db, account: NewAccount): Promise<number> {
  const { id } = await db.insertInto('account').values(account).returning('id').executeTakeFirstOrThrow();
  return id;
}

/** The account of an e-mail address with this password: the verified account first, then the oldest claim. */
export function findByPassword(db: Db, email: string, passwordHash: string) {
  return db
    .selectFrom('account')
    .select('id')
    .where('email', '=', email)
    .where('passwordHash', '=', passwordHash)
    .orderBy((e) => e('emailVerifiedAt', 'is', null))
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
}

/** Whether a handle is taken, by the database's rule for equal handles. */
export async function isHandleTaken(db: Db, handle: string): Promise<boolean> {
  const row = await db
    .selectFrom('account')
    .select('id')
    .where('handleKey', '=', sql<string>`lower(${handle})`)
    .executeTakeFirst();
  return row !== undefined;
}

export function findProfile(db: Db, accountId: number) {
  return db
    .selectFrom('account')
    .select(['handle', 'email', 'joinedAt'])
    .where('id', '=', accountId)
    .executeTakeFirstOrThrow();
}

/** Accounts with this e-mail address or handle, as an operator types it. */
export function listByEmailOrHandle(db: Db, emailOrHandle: string) {
  return db
    .selectFrom('account')
    .select(['id', 'handle', 'joinedAt', 'emailVerifiedAt'])
    .where((e) => e.or([e('email', '=', emailOrHandle), e('handleKey', '=', emailOrHandle)]))
    .where('passwordHash', 'is not', null)
    .orderBy('id')
    .execute();
}

/** @returns whether anything changed */
export async function setAdmin(db: Db, accountId: number, isAdmin: boolean): Promise<boolean> {
  const result = await db
    .updateTable('account')
    .set({ isAdmin })
    .where('id', '=', accountId)
    .where('isAdmin', '!=', isAdmin)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}
