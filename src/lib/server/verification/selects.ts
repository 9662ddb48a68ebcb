// Selects that other features read in one statement with theirs.
import { sql } from 'kysely';
import type { Db } from '../db/connect.ts';

/** Select of whether an account is verified, by an e-mail address or an identity, as `isVerified`. */
export function selectIsVerified(db: Db, accountId: number) {
  return db
    .selectFrom('account')
    .select(sql<boolean>`email_verified_at is not null or is_identified`.as('isVerified'))
    .where('id', '=', accountId);
}
