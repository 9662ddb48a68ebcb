// What authenticators answer, and for which site.
import { ValidationError, whereViolated } from '../../platform/errors.ts';
import { createHmac } from 'node:crypto';
import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { notify, passkeyAddedLetter, passkeyRemovedLetter, type Post } from '../accounts/letters.ts';
import { joinWithoutPassword } from '../accounts/service.ts';
import type { Db } from '../../platform/db/connect.ts';
import type { Limits } from '../../platform/limits/limits.ts';
import {
  countUse,
  deletePasskeys,
  findPasskey,
  insertPasskey,
  listPasskeys,
  removePasskey,
} from './queries.ts';
import { endOtherSessions, refuseLastWayIn } from '../sessions/sessions.ts';

/** The site as authenticators know it. */
export interface Site {
  /** The domain name that passkeys belong to. */
  domain: string;
  origin: string;
}

const FAILED = new ValidationError('form', 'passkey-failed');

/** Of passkeys; WebAuthn allows 1,023 bytes, which are 1,364 letters. */
const ID = /^[\w-]{1,1400}$/;

/** @throws ValidationError where the text is no answer */
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

// New passkeys: another way in to an account, or the only one of a new account.

/** More than anybody needs. */
const MOST_PASSKEYS = 20;
const IS_TAKEN = { passkey_pkey: new ValidationError('form', 'passkey-taken', 409) };

type Options = ReturnType<typeof generateRegistrationOptions>;

/** What a browser sends with the form. */
interface NewPasskey {
  name: string;
  answer: string;
  challenge: string;
}

/**
 * Options, with the challenge, for adding a passkey to an account.
 *
 * @param secret key from which the account's id for authenticators is made
 */
export async function options(
  db: Db,
  site: Site,
  secret: Uint8Array,
  { id, handle }: { id: number; handle: string },
): Options {
  const own = await listPasskeys(db, id);
  return generateRegistrationOptions({
    ...optionsFor(site, handle),
    userID: new Uint8Array(createHmac('sha256', secret).update(`passkey ${id}`).digest()),
    excludeCredentials: own.map((passkey) => ({ id: passkey.id, transports: passkey.transports })),
  });
}

/** Options, with the challenge, for joining by a passkey. */
export function optionsToJoin(site: Site, handle: string): Options {
  return generateRegistrationOptions(optionsFor(site, handle));
}

/** Adds a passkey; the account's verified address gets a notice. @throws ValidationError where the answer is not one to this challenge, or there are too many */
export async function add(
  db: Db,
  post: Post,
  site: Site,
  { id: accountId }: { id: number },
  passkey: NewPasskey,
): Promise<void> {
  if ((await listPasskeys(db, accountId)).length >= MOST_PASSKEYS)
    throw new ValidationError('form', 'passkeys-full', 409);
  const credential = await verify(site, passkey);
  await db
    .transaction()
    .execute(async (tx) => {
      await insertPasskey(tx, { ...credential, accountId });
      await notify(tx, post, accountId, passkeyAddedLetter);
    })
    .catch(whereViolated(IS_TAKEN));
}

/**
 * Creates an account that signs in by a passkey, and returns its id. It has no password, and is not verified.
 *
 * @throws ValidationError where the answer is not one to this challenge, and what `joinWithoutPassword` throws
 */
export async function join(
  db: Db,
  limits: Limits,
  site: Site,
  joining: Parameters<typeof joinWithoutPassword>[2],
  passkey: NewPasskey,
  address: string,
): Promise<number> {
  const credential = await verify(site, passkey);
  return joinWithoutPassword(db, limits, joining, address, (tx, accountId) =>
    insertPasskey(tx, { ...credential, accountId }),
  ).catch(whereViolated(IS_TAKEN));
}

function optionsFor({ domain }: Site, userName: string) {
  return {
    rpName: 'Final Two',
    rpID: domain,
    userName,
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  } as const;
}

/** The passkey of an authenticator's answer. @throws ValidationError where it is not one to this challenge */
async function verify({ domain, origin }: Site, { name, answer, challenge }: NewPasskey) {
  const { registrationInfo } = await verifyRegistrationResponse({
    response: parsed<RegistrationResponseJSON>(answer),
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID: domain,
  }).catch(fail);
  if (!registrationInfo || !ID.test(registrationInfo.credential.id)) throw FAILED;
  const { id, publicKey, counter, ...credential } = registrationInfo.credential;
  // The library passes on what the browser sent.
  const transports = [credential.transports ?? []].flat().filter((each) => /^[a-z-]{1,20}$/.test(each));
  return { id, name, publicKey, counter, transports };
}

// Passkeys (WebAuthn): signing in by what a device or a password manager holds, without typing anything.

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
