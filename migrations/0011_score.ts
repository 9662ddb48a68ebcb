import { type Kysely, sql } from 'kysely';

/** What follows from results: scores, and ranks on boards. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createScore(db);
  await createBoard(db);
}

/**
 * The scores that follow from a version of a resolution. Points are whole micro-points and shares whole millionths: a
 * float column would accept NaN.
 */
async function createScore(db: Kysely<unknown>): Promise<void> {
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
    .addColumn('who', 'text', (c) => c.notNull().check(sql`who in ('crowd', 'market', 'even')`))
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

/**
 * The official boards: each publication stores a new edition with everybody's rank, so that "my rank" is a key look-up,
 * a page is a range of places, and earlier editions stay readable.
 */
async function createBoard(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('board')
    .addColumn('kind', 'text', (c) => c.notNull().check(sql`kind in ('all', 'final', 'side')`))
    .addColumn('edition', 'integer', (c) => c.notNull().check(sql`edition > 0`))
    .addColumn('published_at', 'timestamptz', (c) => c.notNull().defaultTo(sql`now_at()`))
    .addColumn('ranked', 'integer', (c) => c.notNull())
    .addColumn('questions', 'integer', (c) => c.notNull())
    // The resolution that caused it; null where an account was excluded or restored.
    .addColumn('question_id', 'integer')
    .addColumn('version', 'integer')
    .addForeignKeyConstraint('board_resolution', ['question_id', 'version'], 'resolution', [
      'question_id',
      'version',
    ])
    .addPrimaryKeyConstraint('board_pkey', ['kind', 'edition'])
    .execute();

  await db.schema.createIndex('board_cause').on('board').columns(['question_id', 'version']).execute();

  await db.schema
    .createTable('board_entry')
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('edition', 'integer', (c) => c.notNull())
    .addColumn('account_id', 'integer', (c) => c.notNull().references('account.id'))
    .addColumn('rank', 'integer')
    .addColumn('place', 'integer')
    .addColumn('peer_micro', 'bigint', (c) => c.notNull())
    .addColumn('baseline_micro', 'bigint', (c) => c.notNull())
    .addColumn('coverage_millionths', 'integer', (c) => c.notNull())
    .addColumn('questions', 'integer', (c) => c.notNull())
    .addPrimaryKeyConstraint('board_entry_pkey', ['kind', 'edition', 'account_id'])
    .addForeignKeyConstraint('board_entry_board', ['kind', 'edition'], 'board', ['kind', 'edition'])
    .addCheckConstraint('board_entry_ranked_has_place', sql`(rank is null) = (place is null)`)
    .execute();
  await sql`
    create unique index board_entry_place on board_entry (kind, edition, place) where place is not null
  `.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of ['board_entry', 'board', 'reference_score', 'score_line', 'score'])
    await db.schema.dropTable(table).execute();
}
