import { sql, type Transaction } from 'kysely';
import type { Db } from '../db/connect.ts';
import type { DB } from '../db/schema.generated.ts';
import type { NewNotice } from './new-notice.ts';
import { concerning, seenId } from './selects.ts';

/**
 * Advisory lock key that serialises inserts of notices, so that ids are committed in order and "seen up to id" misses none.
 * Always the last lock that a transaction takes.
 */
const NOTICE_LOCK = 18010;

export async function insertNotice(tx: Transaction<DB>, notice: NewNotice): Promise<void> {
  await sql`select pg_advisory_xact_lock(${NOTICE_LOCK}, 0)`.execute(tx);
  await tx.insertInto('notice').values(notice).execute();
}

/** Newest first, each with its question and, for a result, this account's score and rank. */
export function listNotices(db: Db, accountId: number, limit: number) {
  return concerning(db, accountId)
    .leftJoin('question', 'question.id', 'notice.questionId')
    .leftJoin('resolution', (join) =>
      join
        .onRef('resolution.questionId', '=', 'notice.questionId')
        .onRef('resolution.version', '=', 'notice.version'),
    )
    .leftJoin('score', (join) =>
      join
        .onRef('score.questionId', '=', 'notice.questionId')
        .onRef('score.version', '=', 'notice.version')
        .on('score.accountId', '=', accountId),
    )
    .select(['notice.id', 'notice.at', 'notice.kind', 'notice.version', 'resolution.note'])
    .select(['question.slug', 'question.titleKo', 'question.titleEn', 'notice.closesAt'])
    .select(['score.peerMicro', 'score.rank'])
    .select((e) => e('notice.id', '>', seenId(accountId)).as('isNew'))
    .orderBy('notice.id', 'desc')
    .limit(limit)
    .execute();
}

/** Marks all notices up to this one as seen; the mark never moves back. */
export async function markSeen(db: Db, accountId: number, id: number): Promise<void> {
  await db
    .insertInto('noticeSeen')
    .values({
      accountId,
      seenId: sql<number>`least(${id}::bigint, (select coalesce(max(id), 0) from notice))`,
    })
    .onConflict((c) =>
      c.column('accountId').doUpdateSet((e) => ({
        seenId: sql<number>`greatest(notice_seen.seen_id, ${e.ref('excluded.seenId')})`,
        seenAt: sql<Date>`now_at()`,
      })),
    )
    .execute();
}
