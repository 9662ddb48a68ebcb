import type { Db } from '../db/connect.ts';

/** Changes of any row, newest first, before a place in the record (or from its end). */
export function listChanges(db: Db, limit: number, beforeId = Number.MAX_SAFE_INTEGER) {
  return db
    .selectFrom('auditEvent')
    .leftJoin('account', 'account.id', 'auditEvent.accountId')
    .select(['auditEvent.id', 'auditEvent.at', 'auditEvent.change', 'auditEvent.action'])
    .select(['auditEvent.subject', 'auditEvent.rowKey', 'auditEvent.before', 'auditEvent.after'])
    .select(['auditEvent.reason', 'account.handle as by'])
    .where('auditEvent.id', '<', beforeId)
    .orderBy('auditEvent.id', 'desc')
    .limit(limit)
    .execute();
}

/** Every change, with a reason, of a question and of its options, oldest first: public. */
export function listQuestionEdits(db: Db, question: { id: number; slug: string }) {
  return db
    .selectFrom('auditEvent')
    .select(['at', 'change', 'subject', 'rowKey', 'before', 'after', 'reason'])
    .where((e) =>
      e.or([
        e.and({ subject: 'question', rowKey: question.slug }),
        e.and([e('subject', '=', 'question_option'), e('rowKey', 'like', `${question.id}/%`)]),
      ]),
    )
    .where('action', '=', 'update')
    .where('reason', 'is not', null)
    .orderBy('id')
    .execute();
}

/** The newest line of the record; 0 where it is empty. */
export async function findLatestId(db: Db): Promise<number> {
  const row = await db
    .selectFrom('auditEvent')
    .select('id')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.id ?? 0;
}
