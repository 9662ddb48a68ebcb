import type { DB, Notice } from '../../platform/db/schema.generated.ts';
import { sql, type Transaction } from 'kysely';
import type { Db } from '../../platform/db/connect.ts';

/** A notice as the cause of it announces it. */
export interface NewNotice {
  kind: Notice['kind'];
  questionId?: number;
  /** Version of the question's resolution. */
  version?: number;
  /** New closing time; null when it is now unknown. */
  closesAt?: Date | null;
  /** Recipient; by default all forecasters on the question, or every account when it has just opened. */
  accountId?: number;
}

// Selects that other features read in one statement with theirs.

/** Notices for an account since it joined: on questions that it has forecast on, and every opening. */
function concerning(db: Db, accountId: number) {
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

const seenId = (accountId: number) =>
  sql<number>`coalesce((select seen_id from notice_seen where account_id = ${accountId}), 0)`;

/** Select of how many notices an account has not seen, as `count`. */
export function selectUnseen(db: Db, accountId: number) {
  return concerning(db, accountId)
    .select(sql<number>`count(*)::int`.as('count'))
    .where('notice.id', '>', seenId(accountId));
}

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
