import { sql } from 'kysely';
import type { Db } from '../db/connect.ts';

/** Finds an account by handle, case-insensitively; `isUnclaimed` is the author's while nobody can sign in to it. */
export function findForecaster(db: Db, handle: string) {
  return db
    .selectFrom('account')
    .select(['id', 'handle', 'joinedAt', 'isAuthor', 'isAdmin', 'excludedAt', 'crowdWeight'])
    .select(sql<boolean>`is_author and not has_way_in(id)`.as('isUnclaimed'))
    .where('handleKey', '=', sql<string>`lower(${handle})`)
    .executeTakeFirst();
}
