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
  await sql`
    create function renew_token() returns trigger
    language plpgsql set search_path = public, pg_temp
    as $$
    begin
      new.expires_at := now_at() + interval '1 hour';
      return new;
    end
    $$
  `.execute(db);
  await sql`
    create trigger token_is_renewed before update of token_hash on account_token
    for each row execute function renew_token()
  `.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropTable('account_token').execute();
  await sql`drop function renew_token()`.execute(db);
}
