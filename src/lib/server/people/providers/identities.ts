// Accounts of people who sign in by another provider. An identity is never matched to an account by an e-mail address.
import type { Transaction } from 'kysely';
import type { Provider } from '#lib/types/provider.ts';
import { endOtherSessions, refuseLastWayIn } from '../sessions/sessions.ts';
import type { Db } from '../../platform/db/connect.ts';
import type { DB } from '../../platform/db/schema.generated.ts';
import { ValidationError, whereViolated } from '../../platform/errors.ts';
import type { Limits } from '../../platform/limits/limits.ts';
import { isIdentityRefused, refuseIdentity } from '../accounts/deletion.ts';
import { findAccountOf, type Identity, linkIdentity, listIdentities, unlinkIdentity } from './queries.ts';
import { identityLinkedLetter, identityUnlinkedLetter, notify, type Post } from '../accounts/letters.ts';
import { joinWithoutPassword } from '../accounts/service.ts';

const TAKEN = new ValidationError('form', 'identity-taken', 409);
const SECOND = new ValidationError('form', 'identity-second', 409);
const REFUSED = new ValidationError('form', 'identity-refused', 409);

/** The account that signs in by an identity; null for none. */
export function find(db: Db, identity: Identity): Promise<number | null> {
  return findAccountOf(db, identity);
}

/** An account's identities, oldest first. */
export async function list(db: Db, accountId: number) {
  const rows = await listIdentities(db, accountId);
  return rows.map((row) => ({ ...row, linkedAt: row.linkedAt.toISOString() }));
}

/**
 * Creates an account that signs in by an identity, and returns its id. It has no password, and counts as verified.
 *
 * @throws ValidationError where the identity has an account or had one in the last thirty days, and what
 * `joinWithoutPassword` throws
 */
export async function join(
  db: Db,
  limits: Limits,
  joining: Parameters<typeof joinWithoutPassword>[2],
  identity: Identity,
  address: string,
): Promise<number> {
  if (await isIdentityRefused(db, identity, null)) throw REFUSED;
  const link = (tx: Transaction<DB>, accountId: number) => linkIdentity(tx, accountId, identity);
  return joinWithoutPassword(db, limits, joining, address, link).catch(
    whereViolated({ identity_pkey: TAKEN }),
  );
}

/** Gives an account another way in; its verified address gets a notice. @throws ValidationError as above */
export async function link(db: Db, post: Post, accountId: number, identity: Identity): Promise<void> {
  if (await isIdentityRefused(db, identity, accountId)) throw REFUSED;
  await db
    .transaction()
    .execute(async (tx) => {
      await linkIdentity(tx, accountId, identity);
      await notify(tx, post, accountId, (handle) => identityLinkedLetter(handle, identity.provider));
    })
    .catch(whereViolated({ identity_pkey: TAKEN, identity_of_account: SECOND }));
}

/**
 * Takes a way in away and ends the account's other sessions; its verified address gets a notice. For thirty days no other
 * account may have the identity.
 *
 * @param secret of the session that goes on
 * @throws ValidationError where it is the last way in
 */
export async function unlink(
  db: Db,
  post: Post,
  { accountId, secret }: { accountId: number; secret: string },
  provider: Provider,
): Promise<void> {
  await db
    .transaction()
    .execute(async (tx) => {
      const identity = (await listIdentities(tx, accountId)).find((each) => each.provider === provider);
      if (!identity) return;
      await unlinkIdentity(tx, accountId, provider);
      await refuseIdentity(tx, identity, accountId);
      await endOtherSessions(tx, accountId, secret);
      await notify(tx, post, accountId, (handle) => identityUnlinkedLetter(handle, provider));
    })
    .catch(refuseLastWayIn);
}
