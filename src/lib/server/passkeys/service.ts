// Passkeys (WebAuthn): signing in by what a device or a password manager holds, without typing anything.
import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  verifyAuthenticationResponse,
} from '@simplewebauthn/server';
import { passkeyRemovedLetter } from '../accounts/letters.ts';
import { notify, type Post } from '../accounts/notify.ts';
import { refuseLastWayIn } from '../auth/last-way-in.ts';
import { endOtherSessions } from '../auth/sessions.ts';
import type { Db } from '../db/connect.ts';
import { FAILED, fail, ID, parsed, type Site } from './answer.ts';
import { countUse, deletePasskeys, findPasskey, listPasskeys, removePasskey } from './queries.ts';

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
