import { type Kysely, sql } from 'kysely';

/** Odds over time: one point a minute at the most, the latest of that minute by the log's order. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('crowd_point')
    .addColumn('question_id', 'integer', (c) => c.notNull().references('question.id'))
    .addColumn('at', 'timestamptz', (c) => c.notNull().check(sql`at = date_trunc('minute', at, 'UTC')`))
    .addColumn('seq', 'bigint', (c) => c.notNull())
    .addColumn('permille', sql`smallint[]`)
    .addColumn('forecasters', 'integer', (c) => c.notNull())
    .addPrimaryKeyConstraint('crowd_point_pkey', ['question_id', 'at'])
    .addCheckConstraint('crowd_point_none_at_nobody', sql`(permille is null) = (forecasters = 0)`)
    .execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropTable('crowd_point').execute();
}
