// When the owner of a session last proved who they are: by signing in, or by a password typed again.
import type { Db } from '../db/connect.ts';
import { sha256 } from './hash.ts';
import { hasFreshProof, updateProvedAt } from './queries.ts';

/** Whether that was within the last ten minutes. */
export function isFresh(db: Db, secret: string): Promise<boolean> {
  return hasFreshProof(db, sha256(secret));
}

export function recordProof(db: Db, secret: string): Promise<void> {
  return updateProvedAt(db, sha256(secret));
}
