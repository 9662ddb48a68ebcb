import { type Kysely, sql } from 'kysely';

/**
 * Publications that take long, with how far each is: written beside the transaction that publishes, so that every process
 * can show it. `seen_at` is when the process last said that it works on it. Rows are deleted after a day.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('publication')
    .addColumn('id', 'uuid', (c) => c.primaryKey())
    .addColumn('question_id', 'integer', (c) => c.notNull().references('question.id').onDelete('cascade'))
    .addColumn('account_id', 'integer', (c) => c.notNull().references('account.id').onDelete('cascade'))
    .addColumn('expected_version', 'integer', (c) => c.notNull())
    // What was typed, by field.
    .addColumn('typed', 'jsonb', (c) => c.notNull())
    .addColumn('is_annulment', 'boolean', (c) => c.notNull())
    .addColumn('step', 'text', (c) => c.notNull())
    .addColumn('done', 'integer', (c) => c.notNull())
    .addColumn('total', 'integer', (c) => c.notNull())
    .addColumn('started_at', 'timestamptz', (c) => c.notNull().defaultTo(sql`now_at()`))
    .addColumn('seen_at', 'timestamptz', (c) => c.notNull().defaultTo(sql`now_at()`))
    // Null while it is under way, and where its process ended before it.
    .addColumn('ended', 'text', (c) => c.check(sql`ended in ('published', 'refused')`))
    .addColumn('refusal', 'jsonb')
    // Round of the announcement that it belongs to, if it does.
    .addColumn('announced_round', 'smallint', (c) => c.references('round.number'))
    .execute();
  await db.schema.createIndex('publication_question').on('publication').column('question_id').execute();

  // While a publication runs its transaction holds the question's lock, whatever became of the process that began it.
  await sql`
    create function publication_state(publication) returns text
    language sql volatile parallel safe
    return case
      when $1.ended is not null then $1.ended
      when $1.seen_at > now_at() - interval '15 seconds' or exists (
        select from pg_locks l
         where l.locktype = 'advisory' and l.mode = 'ExclusiveLock' and l.granted
           and l.database = (select oid from pg_database where datname = current_database())
           and l.classid = question_lock_class()::oid and l.objid = $1.question_id::oid and l.objsubid = 2
      ) then 'running'
      when exists (
        select from resolution r
         where r.question_id = $1.question_id and r.version = $1.expected_version + 1 and r.decided_by = $1.account_id
      ) then 'published'
      else 'interrupted'
    end
  `.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop function publication_state(publication)`.execute(db);
  await db.schema.dropTable('publication').execute();
}
