import { sql, type Transaction } from 'kysely';
import type { Db } from '../db/connect.ts';
import type { AccountToken, DB } from '../db/schema.generated.ts';

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
