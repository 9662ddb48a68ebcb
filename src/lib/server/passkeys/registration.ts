// New passkeys: another way in to an account, or the only one of a new account.
import { createHmac } from 'node:crypto';
import {
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { passkeyAddedLetter } from '../accounts/letters.ts';
import { notify, type Post } from '../accounts/notify.ts';
import { joinWithoutPassword } from '../accounts/service.ts';
import type { Db } from '../db/connect.ts';
import { ValidationError, whereViolated } from '../errors.ts';
import type { Limits } from '../limits/limits.ts';
import { FAILED, fail, ID, parsed, type Site } from './answer.ts';
import { insertPasskey, listPasskeys } from './queries.ts';

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
