import { sql, type Transaction } from 'kysely';
import type { Db } from '../db/connect.ts';
import type { DB } from '../db/schema.generated.ts';

/** Audit events of all tables, newest first, from before the given id. */
export function listChanges(db: Db, limit: number, beforeId = Number.MAX_SAFE_INTEGER) {
  return (
    db
      .selectFrom('auditEvent')
      .leftJoin('account', 'account.id', 'auditEvent.accountId')
      // The account that is changed, or that the row is about.
      .leftJoin('account as target', (join) =>
        join.on(
          'target.id',
          '=',
          sql<number>`case audit_event.subject when 'account' then audit_event.row_key
          else coalesce(audit_event.after, audit_event.before) ->> 'account_id' end::int`,
        ),
      )
      .select(['auditEvent.id', 'auditEvent.at', 'auditEvent.change', 'auditEvent.action'])
      .select(['auditEvent.subject', 'auditEvent.rowKey', 'auditEvent.before', 'auditEvent.after'])
      .select(['auditEvent.reason', 'account.handle as by', 'target.handle as account'])
      .where('auditEvent.id', '<', beforeId)
      .orderBy('auditEvent.id', 'desc')
      .limit(limit)
      .execute()
  );
}

/** Updates of questions and their options that have a reason, oldest first. They are public. */
export function listQuestionEdits(db: Db) {
  return db
    .selectFrom('auditEvent')
    .select(['at', 'change', 'subject', 'rowKey', 'before', 'after', 'reason'])
    .where('subject', 'in', ['question', 'question_option'])
    .where('action', '=', 'update')
    .where('reason', 'is not', null)
    .orderBy('id')
    .execute();
}

/** Id of the newest audit event; 0 where there is none. */
export async function findLatestId(db: Db): Promise<number> {
  const row = await db
    .selectFrom('auditEvent')
    .select('id')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.id ?? 0;
}

/** Advisory lock that serialises changes: audit events commit in the order of their ids. */
const CHANGE_LOCK = 18011;

/** Waits for other changes to commit, then sets the account and the reason that the audit triggers record. */
export async function beginChange(tx: Transaction<DB>, accountId: number, reason: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(${CHANGE_LOCK}, 0)`.execute(tx);
  await sql`
    select set_config('final_two.actor', ${String(accountId)}, true),
           set_config('final_two.reason', ${reason}, true)
  `.execute(tx);
}

interface Overlap {
  id: number;
  at: Date;
  by: string | null;
  own: Record<string, unknown> | null;
  theirs: Record<string, unknown> | null;
}

/** Audit events of other transactions, later than `after`, that changed columns or rows which this transaction changes, too. */
export async function listOverlaps(tx: Transaction<DB>, after: number): Promise<Overlap[]> {
  const { rows } = await sql<Overlap>`
    select distinct on (theirs.id) theirs.id, theirs.at, account.handle as by,
           own.after as own, case when theirs.action = 'update' then theirs.after end as theirs
      from audit_event own
      join audit_event theirs using (subject, row_key)
      left join account on account.id = theirs.account_id
     where own.id > ${after} and own.change = pg_current_xact_id()::text::bigint
       and theirs.id > ${after} and theirs.change <> own.change
       and (own.action <> 'update' or theirs.action <> 'update'
         or exists (select from jsonb_object_keys(own.after) k where jsonb_exists(theirs.after, k)))
     order by theirs.id
  `.execute(tx);
  return rows;
}
