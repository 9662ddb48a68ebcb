// Single-use tokens that links carry. Only their SHA-256 is stored; each is valid for an hour, and a newer one of an
// account replaces the older.
import { randomBytes } from 'node:crypto';
import type { Transaction } from 'kysely';
import { sha256 } from '../auth/hash.ts';
import type { Db } from '../db/connect.ts';
import type { DB } from '../db/schema.generated.ts';
import { findTokenAccount, putToken, takeToken, type TokenKind } from './token-queries.ts';

const TOKEN_BYTES = 32;
const SHAPE = /^[\w-]{43}$/;

/** Makes a token. @returns its secret, which is nowhere else */
export async function createToken(db: Db, accountId: number, kind: TokenKind): Promise<string> {
  const secret = randomBytes(TOKEN_BYTES).toString('base64url');
  await putToken(db, { accountId, kind, tokenHash: sha256(secret) });
  return secret;
}

/** The account of a token that could be used now. */
export async function findAccountOf(
  db: Db,
  kind: TokenKind,
  secret: string | undefined,
): ReturnType<typeof findTokenAccount> {
  return secret && SHAPE.test(secret) ? findTokenAccount(db, kind, sha256(secret)) : undefined;
}

/** Uses a token up. @returns whether it could be used */
export function useToken(tx: Transaction<DB>, kind: TokenKind, secret: string): Promise<boolean> {
  return takeToken(tx, kind, sha256(secret));
}
