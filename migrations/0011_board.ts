import { type Kysely, sql } from 'kysely';

const TABLES = ['board', 'board_entry'];

/**
 * The official boards, stored at each publication: a new edition with everybody's rank, so that "my rank" is a key
 * look-up, a page is a range of places, and what was said before stays readable.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('board')
    .addColumn('kind', 'text', (c) => c.notNull().check(sql`kind in ('all', 'final', 'side')`))
    .addColumn('edition', 'integer', (c) => c.notNull().check(sql`edition > 0`))
    .addColumn('published_at', 'timestamptz', (c) => c.notNull().defaultTo(sql`now_at()`))
    .addColumn('ranked', 'integer', (c) => c.notNull())
    .addColumn('questions', 'integer', (c) => c.notNull())
    // The resolution that it follows from; none where somebody was left out of the ranking or let in again.
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

  await sql`create index account_handle_prefix on account (handle_key text_pattern_ops)`.execute(db);

  for (const table of TABLES) {
    await sql`
      create trigger ${sql.id(`${table}_is_append_only`)} before update or delete on ${sql.table(table)}
      for each row execute function refuse_change()
    `.execute(db);
    await sql`
      create trigger ${sql.id(`${table}_is_never_emptied`)} before truncate on ${sql.table(table)}
      for each statement execute function refuse_change()
    `.execute(db);
  }
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop index account_handle_prefix`.execute(db);
  for (const table of TABLES.toReversed()) await db.schema.dropTable(table).execute();
}
