import { type Kysely, sql } from 'kysely';

/**
 * Notifications: one row per event, inserted by the transaction that causes it. The recipients are the account named,
 * or everybody with a forecast on the question; `notice_seen` holds how far each account has read.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('notice')
    .addColumn('id', 'bigint', (c) => c.primaryKey().generatedAlwaysAsIdentity())
    .addColumn('at', 'timestamptz', (c) => c.notNull().defaultTo(sql`now_at()`))
    .addColumn('kind', 'text', (c) =>
      c
        .notNull()
        .check(
          sql`kind in ('opened', 'new-edition', 'closing', 'closed', 'edited', 'result', 'correction', 'annulled', 'excluded', 'restored')`,
        ),
    )
    .addColumn('question_id', 'integer', (c) => c.references('question.id'))
    .addColumn('version', 'integer')
    .addColumn('account_id', 'integer', (c) => c.references('account.id'))
    // The announced close, as it was then.
    .addColumn('closes_at', 'timestamptz')
    .addForeignKeyConstraint('notice_resolution', ['question_id', 'version'], 'resolution', [
      'question_id',
      'version',
    ])
    .addCheckConstraint('notice_question_or_account', sql`(question_id is null) <> (account_id is null)`)
    .execute();
  await sql`create unique index notice_once on notice (question_id, version) where version is not null`.execute(
    db,
  );
  await sql`create index notice_account on notice (account_id) where account_id is not null`.execute(db);

  await db.schema
    .createTable('notice_seen')
    .addColumn('account_id', 'integer', (c) => c.primaryKey().references('account.id').onDelete('cascade'))
    .addColumn('seen_id', 'bigint', (c) => c.notNull())
    .addColumn('seen_at', 'timestamptz', (c) => c.notNull().defaultTo(sql`now_at()`))
    .execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropTable('notice_seen').execute();
  await db.schema.dropTable('notice').execute();
}
