// Joining and signing in. Joining only claims an e-mail address, so neither answers nor their time tell whether an address
// is known; a sign-in costs one password check, whether or not there is such an account.
import type { JoinProofView } from '#lib/types/join-proof.ts';
import type { Transaction } from 'kysely';
import { hashPassword, isPasswordOf } from '../sessions/password.ts';
import type { Db } from '../../platform/db/connect.ts';
import type { DB } from '../../platform/db/schema.generated.ts';
import { BusyError, ValidationError, whereViolated } from '../../platform/errors.ts';
import { getSecret } from '../../platform/db/secret.ts';
import { addressKey, dailyKey } from '../../platform/limits/address.ts';
import { issueJoinProof, openToken, readJoinProof } from '../../platform/limits/join-proof.ts';
import type { Limits } from '../../platform/limits/limits.ts';
import type { Join, SignIn } from './form.ts';
import * as joinPause from '../moderation/join-pause.ts';
import { isNameOf, normaliseLogin, proposeHandle } from './handle.ts';
import { findByLogin, findProfile, insertAccount, isHandleTaken, listCompanyNames } from './queries.ts';

/** A random handle that is free now. */
export async function proposeFreeHandle(db: Db, locale: 'ko' | 'en'): Promise<string> {
  let handle = proposeHandle(locale);
  while (await isHandleTaken(db, handle)) handle = proposeHandle(locale);
  return handle;
}

const HANDLE_TAKEN = new ValidationError('handle', 'handle-taken');
/** What the database says where another has just taken the handle. */
const HANDLE_CONSTRAINTS = {
  account_handle_key_key: HANDLE_TAKEN,
  account_handle_skeleton_key: HANDLE_TAKEN,
};

/** @throws ValidationError while joining is paused, or where the handle is taken or a company's name */
export async function requireJoinable(db: Db, handle: string): Promise<void> {
  await joinPause.requireOpen(db);
  if (await isHandleTaken(db, handle)) throw HANDLE_TAKEN;
  if (isNameOf(handle, await listCompanyNames(db))) throw new ValidationError('handle', 'handle-reserved');
}

/**
 * Creates an account with a password and returns its id.
 *
 * @param address the client's network address, which is rate-limited
 * @throws ValidationError where the handle is taken or a company's name, TooManyRequestsError or JoinProofError where many
 * have joined from the address, or BusyError where the queue of password hashes is full
 */
export async function join(
  db: Db,
  limits: Limits,
  { handle, email, password, ...proof }: Pick<Join, 'handle' | 'email' | 'password' | 'solution' | 'token'>,
  address: string,
): Promise<number> {
  await requireJoinable(db, handle);
  const key = await addressKey(db, address);
  const giveBack = await countJoin(db, limits, proof, key);
  const passwordHash = await hashPassword(password, key).catch(afterBusy(giveBack));
  return insertAccount(db, { handle, email, passwordHash }, key).catch(whereViolated(HANDLE_CONSTRAINTS));
}

/**
 * Creates an account without a password and returns its id.
 *
 * @param addWayIn gives it another way to sign in, in the same transaction
 * @throws what `join` throws, and what `addWayIn` does
 */
export async function joinWithoutPassword(
  db: Db,
  limits: Limits,
  { handle, ...proof }: Pick<Join, 'handle' | 'solution' | 'token'>,
  address: string,
  addWayIn: (tx: Transaction<DB>, accountId: number) => Promise<void>,
): Promise<number> {
  await requireJoinable(db, handle);
  const key = await addressKey(db, address);
  await countJoin(db, limits, proof, key);
  return db
    .transaction()
    .execute(async (tx) => {
      const accountId = await insertAccount(tx, { handle, email: null, passwordHash: null }, key);
      await addWayIn(tx, accountId);
      return accountId;
    })
    .catch(whereViolated(HANDLE_CONSTRAINTS));
}

/** Counts a join from an address. @throws TooManyRequestsError, or JoinProofError where a proof is missing */
function countJoin(
  db: Db,
  limits: Limits,
  proof: Pick<Join, 'solution' | 'token'>,
  key: string,
): Promise<() => Promise<void>> {
  return limits.join(key, async () =>
    readJoinProof(proof, await getSecret(db, 'join-challenge'), new Date()),
  );
}

/**
 * What somebody must show to join from an address, or null where nothing.
 *
 * @param token of an earlier form, which stays good until it is used
 */
export async function requiredProof(
  db: Db,
  limits: Limits,
  address: string,
  token = '',
): Promise<JoinProofView | null> {
  if (!(await limits.needsJoinProof(await addressKey(db, address)))) return null;
  const [secret, now] = [await getSecret(db, 'join-challenge'), new Date()];
  const opened = openToken(token, secret, now);
  const isGood = opened && !(await limits.isProofUsed(opened.id));
  return issueJoinProof(secret, now, isGood ? token : null);
}

/**
 * Returns the id of the account of a login: a handle or a verified e-mail address.
 *
 * @param deviceIdOf the id of the client's device where an account has signed in on it before
 * @throws ValidationError where login and password do not match, TooManyRequestsError, or BusyError as above
 */
export async function signIn(
  db: Db,
  limits: Limits,
  { login, password }: SignIn,
  address: string,
  deviceIdOf: (accountId: number) => string | null = () => null,
): Promise<number> {
  const account = await findByLogin(db, login);
  const key = await addressKey(db, address);
  // Counted by what is typed, not by account: a limit that handle and address shared would tell whose the address is.
  const loginKey = await dailyKey(db, `login ${normaliseLogin(login)}`);
  const deviceId = account ? deviceIdOf(account.id) : null;
  const giveBack = await limits.signIn({ loginKey, addressKey: key, deviceId });
  const isRight = await isPasswordOf(account?.passwordHash ?? null, password, key).catch(afterBusy(giveBack));
  if (!account || !isRight) throw new ValidationError('form', 'wrong-credentials');
  await giveBack();
  return account.id;
}

/** A `catch` handler for attempts that were not looked at: they do not count. */
function afterBusy(giveBack: () => Promise<void>) {
  return async (error: unknown): Promise<never> => {
    if (error instanceof BusyError) await giveBack();
    throw error;
  };
}

/** An account as its own page shows it. */
export function profile(db: Db, accountId: number): ReturnType<typeof findProfile> {
  return findProfile(db, accountId);
}
