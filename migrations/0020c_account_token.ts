import { type Kysely, sql } from 'kysely';

/**
 * Single-use tokens that links carry, as SHA-256: to set a new password, and to become the author's account. One of each
 * kind per account, so that a newer one replaces the older.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('account_token')
    .addColumn('account_id', 'integer', (c) => c.notNull().references('account.id').onDelete('cascade'))
    .addColumn('kind', 'text', (c) => c.notNull().check(sql`kind in ('reset', 'author')`))
    .addColumn('token_hash', 'text', (c) =>
      c
        .notNull()
        .unique()
        .check(sql`token_hash ~ '^[0-9a-f]{64}$'`),
    )
    .addColumn('expires_at', 'timestamptz', (c) => c.notNull().defaultTo(sql`now_at() + interval '1 hour'`))
    .addPrimaryKeyConstraint('account_token_pkey', ['account_id', 'kind'])
    .execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropTable('account_token').execute();
}
