// Joining and signing in. Joining only claims an e-mail address, so the answer and its time do not depend on whether the
// address is known.
import type { InferOutput } from 'valibot';
import { hashPassword } from '../auth/password.ts';
import type { Db } from '../db/connect.ts';
import { ValidationError, whereViolated } from '../errors.ts';
import type { Limits } from '../limits/limits.ts';
import { isEmail } from './email.ts';
import type { joinForm, signInForm } from './form.ts';
import { proposeHandle } from './handle.ts';
import { findByPassword, findProfile, insertAccount, isHandleTaken } from './queries.ts';
import { saltOf } from './salt.ts';

/** A random handle that is free now. */
export async function proposeFreeHandle(db: Db, locale: 'ko' | 'en'): Promise<string> {
  let handle = proposeHandle(locale);
  while (await isHandleTaken(db, handle)) handle = proposeHandle(locale);
  return handle;
}

const HANDLE_TAKEN = new ValidationError('handle', 'handle-taken');

/**
 * Creates an account and returns its id.
 *
 * @param address the client's network address, which is rate-limited
 * @throws ValidationError where the handle is taken, TooManyRequestsError, or BusyError where the queue of password
 * hashes is full
 */
export async function join(
  db: Db,
  limits: Limits,
  { handle, email, password }: Pick<InferOutput<typeof joinForm>, 'handle' | 'email' | 'password'>,
  address: string,
): Promise<number> {
  if (await isHandleTaken(db, handle)) throw HANDLE_TAKEN;
  await limits.join(address);
  const passwordHash = await hashPassword(password, await saltOf(db, email));
  return insertAccount(db, { handle, email, passwordHash }).catch(
    whereViolated({ account_handle_key_key: HANDLE_TAKEN }),
  );
}

/**
 * Returns the id of the account of this password: the verified account of the address first, then the oldest claim.
 *
 * @throws ValidationError where there is none, TooManyRequestsError, or BusyError as above
 */
export async function signIn(
  db: Db,
  limits: Limits,
  { email, password }: InferOutput<typeof signInForm>,
  address: string,
): Promise<number> {
  await limits.signIn(email, address);
  const accountId = await findAccountByPassword(db, email, password);
  if (accountId === null) throw new ValidationError('form', 'wrong-credentials');
  await limits.forgiveSignIn(email, address);
  return accountId;
}

/** An account as its own page shows it. */
export function profile(db: Db, accountId: number): ReturnType<typeof findProfile> {
  return findProfile(db, accountId);
}

/** One Argon2 hash for any address, known or not, however many accounts claim it. */
async function findAccountByPassword(db: Db, email: string, password: string): Promise<number | null> {
  const passwordHash = await hashPassword(password, await saltOf(db, email));
  const account = isEmail(email) ? await findByPassword(db, email, passwordHash) : undefined;
  return account?.id ?? null;
}
