import { type Kysely, sql } from 'kysely';

/**
 * The scores that follow from a version of a resolution. Points are whole micro-points and shares whole millionths: a
 * float column would accept NaN.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('score')
    .addColumn('question_id', 'integer', (c) => c.notNull())
    .addColumn('version', 'integer', (c) => c.notNull())
    .addColumn('account_id', 'integer', (c) => c.notNull().references('account.id'))
    .addColumn('peer_micro', 'bigint', (c) => c.notNull())
    .addColumn('baseline_micro', 'bigint', (c) => c.notNull())
    .addColumn('coverage_millionths', 'integer', (c) =>
      c.notNull().check(sql`coverage_millionths between 0 and 1000000`),
    )
    .addColumn('brier_millionths', 'integer')
    .addColumn('rank', 'integer')
    .addColumn('place', 'integer')
    .addPrimaryKeyConstraint('score_pkey', ['question_id', 'version', 'account_id'])
    .addForeignKeyConstraint('score_resolution', ['question_id', 'version'], 'resolution', [
      'question_id',
      'version',
    ])
    .addCheckConstraint('score_ranked_has_place', sql`(rank is null) = (place is null)`)
    .execute();
  await sql`create unique index score_place on score (question_id, version, place) where place is not null`.execute(
    db,
  );
  await sql`create index score_account on score (account_id)`.execute(db);

  await db.schema
    .createTable('score_line')
    .addColumn('question_id', 'integer', (c) => c.notNull())
    .addColumn('version', 'integer', (c) => c.notNull())
    .addColumn('account_id', 'integer', (c) => c.notNull())
    .addColumn('seq', 'bigint', (c) => c.notNull())
    .addColumn('from_at', 'timestamptz', (c) => c.notNull())
    .addColumn('until_at', 'timestamptz', (c) => c.notNull())
    .addColumn('peer_micro', sql`bigint[]`, (c) => c.notNull())
    .addColumn('baseline_micro', sql`bigint[]`, (c) => c.notNull())
    .addPrimaryKeyConstraint('score_line_pkey', ['question_id', 'version', 'account_id', 'seq'])
    .addForeignKeyConstraint('score_line_score', ['question_id', 'version', 'account_id'], 'score', [
      'question_id',
      'version',
      'account_id',
    ])
    .execute();

  await db.schema
    .createTable('reference_score')
    .addColumn('question_id', 'integer', (c) => c.notNull())
    .addColumn('version', 'integer', (c) => c.notNull())
    .addColumn('who', 'text', (c) => c.notNull().check(sql`who in ('crowd', 'even')`))
    .addColumn('peer_micro', 'bigint', (c) => c.notNull())
    .addColumn('baseline_micro', 'bigint', (c) => c.notNull())
    .addColumn('coverage_millionths', 'integer', (c) => c.notNull())
    .addPrimaryKeyConstraint('reference_score_pkey', ['question_id', 'version', 'who'])
    .addForeignKeyConstraint('reference_score_resolution', ['question_id', 'version'], 'resolution', [
      'question_id',
      'version',
    ])
    .execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of ['reference_score', 'score_line', 'score']) await db.schema.dropTable(table).execute();
}
