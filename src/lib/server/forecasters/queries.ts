import { sql } from 'kysely';
import type { Db } from '../db/connect.ts';

/** Finds an account by handle, case-insensitively. */
export function findForecaster(db: Db, handle: string) {
  return db
    .selectFrom('account')
    .select(['id', 'handle', 'joinedAt', 'isAuthor', 'isAdmin', 'excludedAt', 'crowdWeight'])
    .select((e) =>
      e
        .and([e('isAuthor', '=', true), e('passwordHash', 'is', null), e('email', 'is', null)])
        .as('isUnclaimed'),
    )
    .where('handleKey', '=', sql<string>`lower(${handle})`)
    .executeTakeFirst();
}
