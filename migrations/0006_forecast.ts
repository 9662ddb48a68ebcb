import { type Kysely, sql } from 'kysely';

/**
 * The log of forecasts, the latest row of each account on each question, and how many rows an account has added today.
 *
 * `forecast` and `standing` have no foreign keys: each would cost as much as the insert itself, and lock the question's
 * row in every forecast. The gate checks the question instead, which is never deleted once opened, and each row of the
 * log is counted in `forecast_count`, which refers to the account.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  // Without a cache: the order of `seq` is the order in which the numbers were drawn, over all sessions.
  await sql`create sequence forecast_seq as bigint cache 1`.execute(db);

  await db.schema
    .createTable('forecast')
    .addColumn('question_id', 'integer', (c) => c.notNull())
    .addColumn('seq', 'bigint', (c) => c.notNull())
    .addColumn('account_id', 'integer', (c) => c.notNull())
    .addColumn('made_at', 'timestamptz', (c) => c.notNull())
    .addColumn('permille', sql`smallint[]`)
    .addColumn('request_id', 'uuid', (c) => c.notNull())
    .addPrimaryKeyConstraint('forecast_pkey', ['question_id', 'seq'])
    .addUniqueConstraint('forecast_request', ['account_id', 'request_id'])
    .addUniqueConstraint('forecast_order', ['seq'])
    .execute();
  await sql`create index forecast_by_account on forecast (account_id, question_id, seq)`.execute(db);

  await db.schema
    .createTable('standing')
    .addColumn('question_id', 'integer', (c) => c.notNull())
    .addColumn('account_id', 'integer', (c) => c.notNull())
    .addColumn('seq', 'bigint', (c) => c.notNull())
    .addColumn('made_at', 'timestamptz', (c) => c.notNull())
    .addColumn('permille', sql`smallint[]`)
    .addPrimaryKeyConstraint('standing_pkey', ['question_id', 'account_id'])
    .execute();
  await sql`create index standing_by_account on standing (account_id)`.execute(db);
  await sql`create unique index standing_order on standing (question_id, seq)`.execute(db);

  // One row per account: the count of the latest day of Korea on which it forecast.
  await sql`
    create table forecast_count (
      account_id integer primary key references account,
      day date not null,
      count smallint not null
    ) with (fillfactor = 70)
  `.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of ['forecast_count', 'standing', 'forecast']) await db.schema.dropTable(table).execute();
  await sql`drop sequence forecast_seq`.execute(db);
}
