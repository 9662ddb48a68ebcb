// Selects that other features read in one statement with theirs.
import { sql } from 'kysely';
import type { Db } from '../db/connect.ts';

/** Notices for an account since it joined: on questions that it has forecast on, and every opening. */
export function concerning(db: Db, accountId: number) {
  return db
    .selectFrom('notice')
    .innerJoin('account', (join) => join.on('account.id', '=', accountId))
    .whereRef('notice.at', '>=', 'account.joinedAt')
    .where((e) =>
      e.or([
        e('notice.accountId', '=', accountId),
        e.and([e('notice.accountId', 'is', null), e('notice.kind', 'in', ['opened', 'new-edition'])]),
        e.exists(
          e
            .selectFrom('standing')
            .select('standing.seq')
            .where('standing.accountId', '=', accountId)
            .whereRef('standing.questionId', '=', 'notice.questionId'),
        ),
      ]),
    );
}

export const seenId = (accountId: number) =>
  sql<number>`coalesce((select seen_id from notice_seen where account_id = ${accountId}), 0)`;

/** Select of how many notices an account has not seen, as `count`. */
export function selectUnseen(db: Db, accountId: number) {
  return concerning(db, accountId)
    .select(sql<number>`count(*)::int`.as('count'))
    .where('notice.id', '>', seenId(accountId));
}
