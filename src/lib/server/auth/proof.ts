// When the owner of a session last proved who they are: by signing in, by a password typed again, or by a passkey.
import type { Db } from '../db/connect.ts';
import { sha256 } from './hash.ts';
import { forgetProof, hasFreshProof, isProved, markPasskey } from './queries.ts';

/** Whether that was within the last ten minutes; of an admin who has a passkey only the passkey counts. */
export function isFresh(db: Db, secret: string): Promise<boolean> {
  return hasFreshProof(db, sha256(secret));
}

/** Whether the session is of an admin who has a passkey and did not sign in by it: it has no admin's powers. */
export async function lacksPasskey(db: Db, secret: string): Promise<boolean> {
  return !(await isProved(db, sha256(secret)));
}

/** Notes that a session was opened by a passkey. */
export function recordPasskey(db: Db, secret: string): Promise<void> {
  return markPasskey(db, sha256(secret));
}

/** Takes the proof of signing in away: by a provider, where the account has a password, it is none. */
export function dropProof(db: Db, secret: string): Promise<void> {
  return forgetProof(db, sha256(secret));
}
