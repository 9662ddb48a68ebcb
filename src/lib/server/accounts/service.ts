// Joining and signing in. Joining only claims an e-mail address, so neither answers nor their time tell whether an address
// is known; a sign-in costs one password check, whether or not there is such an account.
import { hashPassword, isPasswordOf } from '../auth/password.ts';
import type { Db } from '../db/connect.ts';
import { BusyError, ValidationError, whereViolated } from '../errors.ts';
import { addressKey, dailyKey } from '../limits/address.ts';
import type { Limits } from '../limits/limits.ts';
import type { Join, SignIn } from './form.ts';
import { proposeHandle } from './handle.ts';
import { findByLogin, findProfile, insertAccount, isHandleTaken, listCompanyNames } from './queries.ts';
import { isNameOf } from './reserved-names.ts';

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
 * @throws ValidationError where the handle is taken or a company's name, TooManyRequestsError, or BusyError where the queue of password
 * hashes is full
 */
export async function join(
  db: Db,
  limits: Limits,
  { handle, email, password }: Pick<Join, 'handle' | 'email' | 'password'>,
  address: string,
): Promise<number> {
  if (await isHandleTaken(db, handle)) throw HANDLE_TAKEN;
  if (isNameOf(handle, await listCompanyNames(db))) throw new ValidationError('handle', 'handle-reserved');
  const key = await addressKey(db, address);
  await limits.join(key);
  const passwordHash = await hashPassword(password, key);
  return insertAccount(db, { handle, email, passwordHash }, key).catch(
    whereViolated({ account_handle_key_key: HANDLE_TAKEN, account_handle_skeleton_key: HANDLE_TAKEN }),
  );
}

/**
 * Returns the id of the account of a login: a handle or a verified e-mail address.
 *
 * @throws ValidationError where login and password do not match, TooManyRequestsError, or BusyError as above
 */
export async function signIn(
  db: Db,
  limits: Limits,
  { login, password }: SignIn,
  address: string,
): Promise<number> {
  const account = await findByLogin(db, login);
  const key = await addressKey(db, address);
  // A handle and an address of one account share their attempts.
  const loginKey = await dailyKey(db, account ? `account ${account.id}` : `login ${login.toLowerCase()}`);
  await limits.signIn(loginKey, key);
  const isRight = await isPasswordOf(account?.passwordHash ?? null, password, key).catch(async (error) => {
    if (error instanceof BusyError) await limits.forgiveSignIn(loginKey, key);
    throw error;
  });
  if (!account || !isRight) throw new ValidationError('form', 'wrong-credentials');
  await limits.forgiveSignIn(loginKey, key);
  return account.id;
}

/** An account as its own page shows it. */
export function profile(db: Db, accountId: number): ReturnType<typeof findProfile> {
  return findProfile(db, accountId);
}
