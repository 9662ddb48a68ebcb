import { sql, type Transaction } from 'kysely';
import { selectSessionsOf } from '../sessions/queries.ts';
import type { Db } from '../../platform/db/connect.ts';
import type { AccountToken, DB } from '../../platform/db/schema.generated.ts';
import { together } from '../../platform/db/sql.ts';
import { isEmail, isHandle, normaliseLogin } from './handle.ts';

/** Version of the terms and the privacy policy, which joining agrees to: the day on which their content last changed. */
export const CONSENT_VERSION = '2026-11-29';

interface NewAccount {
  handle: string;
  /** A claim: nobody has verified it. */
  email: string | null;
  /** Null: the account signs in by a provider. */
  passwordHash: string | null;
}

/** @returns the account's id */
export async function insertAccount(db: Db, account: NewAccount, addressKey: string): Promise<number> {
  const { accountId } = await db
    .with('joined', (tx) =>
      tx
        .insertInto('account')
        .values({ ...account, consentVersion: CONSENT_VERSION, consentedAt: sql<Date>`now_at()` })
        .returning('id'),
    )
    .insertInto('accountJoin')
    .columns(['accountId', 'addressKey'])
    .expression((e) => e.selectFrom('joined').select(['id', e.val(addressKey).as('addressKey')]))
    .returning('accountId')
    .executeTakeFirstOrThrow();
  return accountId;
}

/** The account of a handle or of a verified e-mail address; an address that is only claimed finds nothing. */
export async function findByLogin(db: Db, login: string) {
  const account = db.selectFrom('account').select(['id', 'passwordHash']);
  const name = normaliseLogin(login);
  if (isHandle(name)) return account.where('handleKey', '=', name).executeTakeFirst();
  if (!isEmail(name)) return undefined;
  return account.where('email', '=', name).where('emailVerifiedAt', 'is not', null).executeTakeFirst();
}

/** Whether somebody can sign in to an account: the author's waits for its person, and a deleted one has nobody. */
export async function hasWayIn(db: Db, accountId: number): Promise<boolean> {
  const { rows } = await sql<{ has: boolean }>`select has_way_in(${accountId}) as has`.execute(db);
  return rows[0]!.has;
}

/** Names and slugs of every company, in both languages. */
export async function listCompanyNames(db: Db): Promise<string[]> {
  const companies = await db
    .selectFrom('company')
    .select(['slug', 'nameKo', 'nameEn', 'shortKo', 'shortEn'])
    .execute();
  return companies.flatMap((company) => Object.values(company));
}

/** Whether a handle is taken, or one that looks like it. */
export async function isHandleTaken(db: Db, handle: string): Promise<boolean> {
  const row = await db
    .selectFrom('account')
    .select('id')
    .where('handleSkeleton', '=', sql<string>`handle_skeleton(${handle})`)
    .executeTakeFirst();
  return row !== undefined;
}

export function findProfile(db: Db, accountId: number) {
  return selectProfile(db, accountId).executeTakeFirstOrThrow();
}

function selectProfile(db: Db, accountId: number) {
  return db
    .selectFrom('account')
    .select(['handle', 'email', 'emailVerifiedAt', 'joinedAt', 'consentVersion', 'consentedAt'])
    .select(['isAdmin', sql<boolean>`password_hash is not null`.as('hasPassword')])
    .where('id', '=', accountId);
}

/** In one statement an account's profile and its open sessions, newest first. */
export function readProfileAndSessions(db: Db, accountId: number) {
  return together(db, {
    profile: selectProfile(db, accountId),
    sessions: selectSessionsOf(db, accountId),
  });
}

/** Handle and address of an account whose address is verified. */
export function findVerifiedAddress(db: Db, accountId: number) {
  return db
    .selectFrom('account')
    .select(['handle', 'email'])
    .where('id', '=', accountId)
    .where('emailVerifiedAt', 'is not', null)
    .where('email', 'is not', null)
    .$narrowType<{ email: string }>()
    .executeTakeFirst();
}

/** Whether an account has no password; it stays so until the transaction ends. */
export async function lacksPassword(tx: Transaction<DB>, accountId: number): Promise<boolean> {
  const row = await tx
    .selectFrom('account')
    .select('id')
    .where('id', '=', accountId)
    .where('passwordHash', 'is', null)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row !== undefined;
}

export async function updatePassword(db: Db, accountId: number, passwordHash: string): Promise<void> {
  await db.updateTable('account').set({ passwordHash }).where('id', '=', accountId).execute();
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

type Tx = Transaction<DB>;
export type TokenKind = AccountToken['kind'];

const now = sql<Date>`now_at()`;

/** Stores a token's hash for an hour; it replaces the account's earlier token of this kind. */
export async function putToken(
  db: Db,
  token: { accountId: number; kind: TokenKind; tokenHash: string },
): Promise<void> {
  const { tokenHash } = token;
  await db
    .insertInto('accountToken')
    .values(token)
    .onConflict((c) => c.columns(['accountId', 'kind']).doUpdateSet({ tokenHash }))
    .execute();
}

/** The account of an unexpired token. */
export function findTokenAccount(db: Db, kind: TokenKind, tokenHash: string) {
  return db
    .selectFrom('accountToken')
    .innerJoin('account', 'account.id', 'accountToken.accountId')
    .select(['account.id', 'account.handle', 'account.email'])
    .where('accountToken.kind', '=', kind)
    .where('accountToken.tokenHash', '=', tokenHash)
    .where('accountToken.expiresAt', '>', now)
    .executeTakeFirst();
}

/** Uses a token up. @returns whether it was there: of several at once only one succeeds */
export async function takeToken(tx: Tx, kind: TokenKind, tokenHash: string): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('accountToken')
    .where('kind', '=', kind)
    .where('tokenHash', '=', tokenHash)
    .where('expiresAt', '>', now)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

export async function deleteTokensOf(tx: Tx, accountId: number): Promise<void> {
  await tx.deleteFrom('accountToken').where('accountId', '=', accountId).execute();
}

export async function deleteExpiredTokens(db: Db): Promise<void> {
  await db.deleteFrom('accountToken').where('expiresAt', '<=', now).execute();
}
