import { sql } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { Db } from '../platform/db/connect.ts';
import { CONTENT_VERSION } from '../platform/db/content-version.ts';
import { selectLatestOf, selectStandingOfAuthor } from '../forecasts/queries.ts';
import { selectUnseen } from '../people/notices/queries.ts';
import { selectIsVerified } from '../people/verification/queries.ts';

/** The reader of pages. */
export interface Reader {
  /** Null for a visitor. */
  accountId: number | null;
  /** False where the site is configured without an author. */
  hasAuthor: boolean;
}

/**
 * In one statement the clock, the content version and, where there are any, the author's standing forecasts, the
 * account's latest forecasts, its number of unseen notices, whether it is verified and when
 * it joined.
 */
export function readMoment(db: Db, { accountId, hasAuthor }: Reader) {
  return db
    .selectNoFrom([CONTENT_VERSION.as('version'), sql<Date>`now_at()`.as('now')])
    .$if(hasAuthor, (q) => q.select(jsonArrayFrom(selectStandingOfAuthor(db)).as('author')))
    .$if(accountId !== null, (q) =>
      q
        .select(jsonArrayFrom(selectLatestOf(db, accountId!)).as('mine'))
        .select(selectUnseen(db, accountId!).as('unseen'))
        .select(selectIsVerified(db, accountId!).as('isVerified'))
        .select(db.selectFrom('account').select('joinedAt').where('id', '=', accountId!).as('joinedAt')),
    )
    .executeTakeFirstOrThrow();
}
