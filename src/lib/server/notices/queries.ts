import { sql, type Transaction } from 'kysely';
import type { Db } from '../db/connect.ts';
import type { DB, Notice } from '../db/schema.generated.ts';

export interface NewNotice {
  kind: Notice['kind'];
  questionId?: number;
  /** Of the question's resolution. */
  version?: number;
  /** The close that it tells of; null where it is unknown now. */
  closesAt?: Date | null;
  /** The one whom it concerns; else all who have forecast on the question, or everybody where it has just opened. */
  accountId?: number;
}

/**
 * One lock for all telling, the last that a transaction takes: numbers are committed in their order, so that whoever has
 * read up to one has missed none before it.
 */
const NOTICE_LOCK = 18010;

export async function insertNotice(tx: Transaction<DB>, notice: NewNotice): Promise<void> {
  await sql`select pg_advisory_xact_lock(${NOTICE_LOCK}, 0)`.execute(tx);
  await tx.insertInto('notice').values(notice).execute();
}

/** What concerns an account: from its joining on, of the questions it has forecast on, and every opening. */
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

export async function countUnseen(db: Db, accountId: number): Promise<number> {
  const { count } = await concerning(db, accountId)
    .select(sql<number>`count(*)::int`.as('count'))
    .where('notice.id', '>', seenId(accountId))
    .executeTakeFirstOrThrow();
  return count;
}

/** Newest first, each with what it is about and, for a result, what it brought this account. */
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

/** Everything up to a notice is read; never goes back. */
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
