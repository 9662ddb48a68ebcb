// Joining and signing in. Joining only claims an e-mail address, so the answer and its time do not depend on whether the
// address is known.
import type { AccountFaultCode, AccountForm } from '#lib/types/reader.ts';
import { hashPassword } from '../auth/password.ts';
import type { Db } from '../db/connect.ts';
import { constraintOf } from '../db/sqlstate.ts';
import { BusyError, TooManyRequestsError } from '../errors.ts';
import type { Limits } from '../limits/limits.ts';
import { isEmail, normaliseEmail } from './email.ts';
import { handleFault, normaliseHandle, proposeHandle } from './handle.ts';
import { passwordFault } from './password-rule.ts';
import { findByPassword, findProfile, insertAccount, isHandleTaken } from './queries.ts';
import { saltOf } from './salt.ts';

export interface JoinInput {
  handle: string;
  email: string;
  password: string;
  age14: boolean;
  terms: boolean;
}

export interface SignInInput {
  email: string;
  password: string;
}

/** 503 where the queue of password hashes is full. */
type Refusal = 400 | 429 | 503;

export type Outcome = { ok: true; accountId: number } | { ok: false; status: Refusal; form: AccountForm };

type Faults = AccountForm['faults'];

/** A random handle that is free now. */
export async function proposeFreeHandle(db: Db, locale: 'ko' | 'en'): Promise<string> {
  let handle = proposeHandle(locale);
  while (await isHandleTaken(db, handle)) handle = proposeHandle(locale);
  return handle;
}

/** Creates an account, or returns validation errors by field. */
export async function join(db: Db, limits: Limits, input: JoinInput, address: string): Promise<Outcome> {
  const handle = normaliseHandle(input.handle);
  const email = normaliseEmail(input.email);
  const refuse = (faults: Faults, status: Refusal = 400): Outcome => ({
    ok: false,
    status,
    form: { faults, handle: input.handle, email: input.email, age14: input.age14, terms: input.terms },
  });

  const faults = withoutNothing({
    handle: handleFault(handle),
    email: email === '' ? 'missing' : isEmail(email) ? undefined : 'email-shape',
    password: passwordFault(input.password, handle, email),
    age14: input.age14 ? undefined : 'age-required',
    terms: input.terms ? undefined : 'terms-required',
  });
  if (!faults.handle && (await isHandleTaken(db, handle))) faults.handle = 'handle-taken';
  if (Object.keys(faults).length > 0) return refuse(faults);
  if (!(await isWithin(() => limits.join(address)))) return refuse({ form: 'too-many-requests' }, 429);

  try {
    const passwordHash = await hashPassword(input.password, await saltOf(db, email));
    return { ok: true, accountId: await insertAccount(db, { handle, email, passwordHash }) };
  } catch (error) {
    if (constraintOf(error) === 'account_handle_key_key') return refuse({ handle: 'handle-taken' });
    if (error instanceof BusyError) return refuse({ form: 'too-many-requests' }, 503);
    throw error;
  }
}

/** Signs in the account of this password: the verified account of the address first, then the oldest claim. */
export async function signIn(db: Db, limits: Limits, input: SignInInput, address: string): Promise<Outcome> {
  const email = normaliseEmail(input.email);
  const refuse = (faults: Faults, status: Refusal = 400): Outcome => ({
    ok: false,
    status,
    form: { faults, handle: '', email: input.email, age14: false, terms: false },
  });

  const faults = withoutNothing({
    email: email === '' ? 'missing' : undefined,
    password: input.password === '' ? 'missing' : undefined,
  });
  if (Object.keys(faults).length > 0) return refuse(faults);
  if (!(await isWithin(() => limits.signIn(email, address))))
    return refuse({ form: 'too-many-requests' }, 429);

  try {
    const accountId = await findAccountByPassword(db, email, input.password);
    if (accountId === null) return refuse({ form: 'wrong-credentials' });
    await limits.forgiveSignIn(email, address);
    return { ok: true, accountId };
  } catch (error) {
    if (error instanceof BusyError) return refuse({ form: 'too-many-requests' }, 503);
    throw error;
  }
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

async function isWithin(consume: () => Promise<void>): Promise<boolean> {
  try {
    await consume();
    return true;
  } catch (error) {
    if (error instanceof TooManyRequestsError) return false;
    throw error;
  }
}

function withoutNothing(faults: Partial<Record<keyof Faults, AccountFaultCode | undefined>>): Faults {
  return Object.fromEntries(Object.entries(faults).filter(([, code]) => code !== undefined));
}
