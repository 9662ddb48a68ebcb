// Passkeys (WebAuthn): signing in by what a device or a password manager holds, without typing anything.
import { createHmac } from 'node:crypto';
import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { passkeyAddedLetter, passkeyRemovedLetter } from '../accounts/letters.ts';
import { notify, type Post } from '../accounts/notify.ts';
import { refuseLastWayIn } from '../auth/last-way-in.ts';
import { endOtherSessions } from '../auth/sessions.ts';
import type { Db } from '../db/connect.ts';
import { ValidationError, whereViolated } from '../errors.ts';
import {
  countUse,
  deletePasskeys,
  findPasskey,
  insertPasskey,
  listPasskeys,
  removePasskey,
} from './queries.ts';

/** More than anybody needs. */
const MOST_PASSKEYS = 20;
const ID = /^[\w-]{1,1400}$/;
const FAILED = new ValidationError('form', 'passkey-failed');
const TAKEN = new ValidationError('form', 'passkey-taken', 409);

/** The site as authenticators know it. */
export interface Site {
  /** The domain name that passkeys belong to. */
  domain: string;
  origin: string;
}

/**
 * Options, with the challenge, for adding a passkey to an account.
 *
 * @param secret key from which the account's id for authenticators is made
 */
export async function registrationOptions(
  db: Db,
  { domain }: Site,
  secret: Uint8Array,
  { id, handle }: { id: number; handle: string },
): ReturnType<typeof generateRegistrationOptions> {
  const own = await listPasskeys(db, id);
  return generateRegistrationOptions({
    rpName: 'Final Two',
    rpID: domain,
    userName: handle,
    userID: new Uint8Array(createHmac('sha256', secret).update(`passkey ${id}`).digest()),
    excludeCredentials: own.map((passkey) => ({ id: passkey.id, transports: passkey.transports })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
}

/** Adds a passkey; the account's verified address gets a notice. @throws ValidationError where the answer is not one to this challenge, or there are too many */
export async function add(
  db: Db,
  post: Post,
  { domain, origin }: Site,
  account: { id: number },
  { name, answer, challenge }: { name: string; answer: string; challenge: string },
): Promise<void> {
  if ((await listPasskeys(db, account.id)).length >= MOST_PASSKEYS)
    throw new ValidationError('form', 'passkeys-full', 409);
  const response = parsed<RegistrationResponseJSON>(answer);
  const { registrationInfo } = await verifyRegistrationResponse({
    response,
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID: domain,
  }).catch(fail);
  if (!registrationInfo) throw FAILED;
  const { credential } = registrationInfo;
  const { id, publicKey, counter } = credential;
  // The library passes on what the browser sent.
  const transports = [credential.transports ?? []].flat().filter((each) => /^[a-z-]{1,20}$/.test(each));
  await db
    .transaction()
    .execute(async (tx) => {
      await insertPasskey(tx, { id, accountId: account.id, name, publicKey, counter, transports });
      await notify(tx, post, account.id, passkeyAddedLetter);
    })
    .catch(whereViolated({ passkey_pkey: TAKEN }));
}

/** Options, with the challenge, for signing in by any passkey of this site. */
export function authenticationOptions({ domain }: Site): ReturnType<typeof generateAuthenticationOptions> {
  return generateAuthenticationOptions({ rpID: domain, userVerification: 'required' });
}

/** The account of a passkey's answer. @throws ValidationError where it is not one to this challenge */
export async function signIn(
  db: Db,
  { domain, origin }: Site,
  { answer, challenge }: { answer: string; challenge: string },
): Promise<number> {
  const response = parsed<AuthenticationResponseJSON>(answer);
  const passkey = ID.test(response.id) ? await findPasskey(db, response.id) : undefined;
  if (!passkey) throw FAILED;
  const { accountId, publicKey, counter } = passkey;
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    response,
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID: domain,
    credential: { id: response.id, publicKey: new Uint8Array(publicKey), counter },
  }).catch(fail);
  const isCounted = verified && (await countUse(db, response.id, counter, authenticationInfo.newCounter));
  if (!isCounted) throw FAILED;
  return accountId;
}

/** An account's passkeys, oldest first. */
export async function list(db: Db, accountId: number) {
  const rows = await listPasskeys(db, accountId);
  return rows.map(({ id, name, addedAt, usedAt }) => ({
    id,
    name,
    addedAt: addedAt.toISOString(),
    usedAt: usedAt?.toISOString() ?? null,
  }));
}

/**
 * Removes a passkey and ends the account's other sessions; its verified address gets a notice.
 *
 * @param secret of the session that goes on
 * @throws ValidationError where it is the last way to sign in
 */
export async function remove(
  db: Db,
  post: Post,
  { accountId, secret }: { accountId: number; secret: string },
  id: string,
): Promise<void> {
  await db
    .transaction()
    .execute(async (tx) => {
      await removePasskey(tx, accountId, id);
      await endOtherSessions(tx, accountId, secret);
      await notify(tx, post, accountId, passkeyRemovedLetter);
    })
    .catch(refuseLastWayIn);
}

/** Removes all passkeys of an account whose owner has lost them. Connects as the owner of the tables. */
export function removeAll(owner: Db, accountId: number): Promise<void> {
  return deletePasskeys(owner, accountId);
}

function parsed<T extends { id: string }>(answer: string): T {
  try {
    const value = JSON.parse(answer) as T | null;
    if (typeof value?.id === 'string') return value;
  } catch {
    // Not JSON: as any other answer that is none.
  }
  throw FAILED;
}

/** The library says by an error what is not as expected. */
function fail(cause: unknown): never {
  throw Object.assign(new ValidationError('form', 'passkey-failed'), { cause });
}
