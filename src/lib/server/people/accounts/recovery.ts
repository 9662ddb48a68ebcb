// Single-use tokens that links carry. Only their SHA-256 is stored; each is valid for an hour, and a newer one of an
// account replaces the older.
import { randomBytes } from 'node:crypto';
import type { Transaction } from 'kysely';
import { sha256 } from '../../platform/signing.ts';
import type { Db } from '../../platform/db/connect.ts';
import type { DB } from '../../platform/db/schema.generated.ts';
import {
  deleteTokensOf,
  findByLogin,
  findTokenAccount,
  findVerifiedAddress,
  lacksPassword,
  putToken,
  takeToken,
  type TokenKind,
  updatePassword,
} from './queries.ts';
import { hashPassword } from '../sessions/password.ts';
import { endOtherSessions, endSessions } from '../sessions/sessions.ts';
import { ValidationError } from '../../platform/errors.ts';
import { addressKey, dailyKey } from '../../platform/limits/address.ts';
import type { Limits } from '../../platform/limits/limits.ts';
import type { Locale } from '../../platform/mail/letter.ts';
import type { Mailer } from '../../platform/mail/mailer.ts';
import { notify, passwordChangedLetter, type Post, resetLetter } from './letters.ts';
import { normaliseLogin } from './handle.ts';
import { passwordError } from './password-rule.ts';
import { provePassword } from './own-account.ts';

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

// Setting a password anew: by a link to the verified address, by one that an operator prints, or with the old password.

const EXPIRED = new ValidationError('form', 'link-expired');

/** Limits requests for links, alike for logins that exist and that do not. @throws TooManyRequestsError */
export async function limitRequests(db: Db, limits: Limits, login: string, address: string): Promise<void> {
  const loginKey = await dailyKey(db, `reset ${normaliseLogin(login)}`);
  await limits.reset(loginKey, await addressKey(db, address));
}

/**
 * Sends a link to the verified address of a login; without one it does nothing. Its duration would tell which, so it runs after the
 * answer.
 */
export async function sendLink(
  db: Db,
  { mail, locale }: { mail: Mailer; locale: Locale },
  login: string,
): Promise<void> {
  const account = await findByLogin(db, login);
  const owner = account && (await findVerifiedAddress(db, account.id));
  if (!owner) return;
  await db.transaction().execute(async (tx) => {
    const token = await createToken(tx, account.id, 'reset');
    const letter = resetLetter(owner.handle, token);
    await mail.send(tx, { to: owner.email, letter, locale, expiresInSeconds: 60 * 60 });
  });
}

/**
 * Sets the password of a link's account, and ends all its sessions.
 *
 * @param address the client's network address, which may hold only a part of the queue of hashes
 * @returns the account's id
 * @throws ValidationError where the link was used, replaced or is too old, or the password is refused; or BusyError
 */
export async function resetPassword(
  db: Db,
  post: Post,
  { token, newPassword }: { token: string; newPassword: string },
  address: string,
): Promise<number> {
  const account = await findAccountOf(db, 'reset', token);
  if (!account) throw EXPIRED;
  const passwordHash = await hashNew(db, newPassword, account, address);
  await db.transaction().execute(async (tx) => {
    if (!(await useToken(tx, 'reset', token))) throw EXPIRED;
    await setPassword(tx, post, account.id, passwordHash);
    await endSessions(tx, account.id);
  });
  return account.id;
}

/** Who changes their own password. */
interface SignedIn {
  account: { id: number; handle: string; email: string | null };
  /** The session that goes on. */
  secret: string;
  address: string;
  /** As of `signIn`. */
  deviceIdOf: (accountId: number) => string | null;
}

/**
 * Changes a password by the old one, and ends all other sessions.
 *
 * @throws ValidationError, TooManyRequestsError, or BusyError
 */
export async function changePassword(
  { db, limits }: { db: Db; limits: Limits },
  post: Post,
  { account, secret, address, deviceIdOf }: SignedIn,
  { password, newPassword }: { password: string; newPassword: string },
): Promise<void> {
  await provePassword(db, limits, { handle: account.handle, password }, address, deviceIdOf);
  const passwordHash = await hashNew(db, newPassword, account, address);
  await db.transaction().execute(async (tx) => {
    await setPassword(tx, post, account.id, passwordHash);
    await endOtherSessions(tx, account.id, secret);
  });
}

/**
 * Gives a password to an account that has none, and ends all other sessions. That it is its owner who asks has been proved.
 *
 * @throws ValidationError where the password is refused, or another was set meanwhile; or BusyError
 */
export async function setFirstPassword(
  db: Db,
  post: Post,
  { account, secret, address }: Omit<SignedIn, 'deviceIdOf'>,
  newPassword: string,
): Promise<void> {
  const passwordHash = await hashNew(db, newPassword, account, address);
  await db.transaction().execute(async (tx) => {
    if (!(await lacksPassword(tx, account.id))) throw new ValidationError('form', 'already-so');
    await setPassword(tx, post, account.id, passwordHash);
    await endOtherSessions(tx, account.id, secret);
  });
}

async function hashNew(
  db: Db,
  newPassword: string,
  owner: { handle: string; email: string | null },
  address: string,
): Promise<string> {
  const error = passwordError(newPassword, owner);
  if (error) throw new ValidationError('newPassword', error);
  return hashPassword(newPassword, await addressKey(db, address));
}

/** Links that were sent before no longer work. */
async function setPassword(tx: Transaction<DB>, post: Post, accountId: number, passwordHash: string) {
  await updatePassword(tx, accountId, passwordHash);
  await deleteTokensOf(tx, accountId);
  await notify(tx, post, accountId, passwordChangedLetter);
}
