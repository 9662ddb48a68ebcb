import { type Kysely, sql } from 'kysely';

/**
 * Codes that verify an e-mail address, and how much unverified accounts count: `full` where nobody can verify (also without a row), `reduced`
 * where it is possible, `none` where it is required. The policy is a row, so that the crowd odds of all processes, the
 * publishing worker and a recomputation from the database follow one setting; `npm start` writes it as the owner.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('unverified_policy')
    .addColumn('is_only', 'boolean', (c) =>
      c
        .primaryKey()
        .defaultTo(true)
        .check(sql`is_only`),
    )
    .addColumn('crowd_weight', 'text', (c) =>
      c.notNull().check(sql`crowd_weight in ('full', 'reduced', 'none')`),
    )
    .execute();

  // The weight is kept in the account's row, so that functions of the row stay immutable and indexes can use them.
  await sql`
    create function set_crowd_weight() returns trigger
    language plpgsql set search_path = public, pg_temp
    as $$
    begin
      -- What a deleted account forecast on closed questions counts as it did.
      new.crowd_weight := case when new.deleted_at is not null then old.crowd_weight
                               when new.email_verified_at is not null then 'full'
                               else coalesce((select crowd_weight from unverified_policy), 'full') end;
      new.status_xid := pg_current_xact_id()::text::bigint;
      return new;
    end
    $$
  `.execute(db);
  await sql`
    create trigger account_weight_is_set before insert or update of email_verified_at, crowd_weight on account
    for each row execute function set_crowd_weight()
  `.execute(db);

  // At most one code an account: a newer one replaces the older.
  await db.schema
    .createTable('verification_code')
    .addColumn('account_id', 'integer', (c) => c.primaryKey().references('account.id').onDelete('cascade'))
    .addColumn('email', 'text', (c) => c.notNull())
    .addColumn('code_hash', 'text', (c) => c.notNull())
    .addColumn('browser_hash', 'text', (c) => c.notNull())
    .addColumn('tries_left', 'smallint', (c) => c.notNull().check(sql`tries_left >= 0`))
    .addColumn('expires_at', 'timestamptz', (c) => c.notNull())
    .execute();

  // The only way in which the app verifies or changes an address.
  await sql`
    create function verify_email(verifying integer) returns void
    language plpgsql volatile security definer set search_path = public, pg_temp
    as $$
    begin
      update account set email = code.email, email_verified_at = now_at()
        from verification_code code
       where account.id = verifying and code.account_id = verifying
         and code.expires_at > now_at() and code.tries_left > 0 and code.code_hash <> '';
      if not found then
        raise exception 'the account has no valid code' using errcode = 'FT027';
      end if;
      delete from verification_code where account_id = verifying;
    end
    $$
  `.execute(db);
  await sql`revoke execute on function verify_email from public`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop function verify_email(integer)`.execute(db);
  await db.schema.dropTable('verification_code').execute();
  await sql`drop trigger account_weight_is_set on account`.execute(db);
  await sql`drop function set_crowd_weight()`.execute(db);
  await db.schema.dropTable('unverified_policy').execute();
}
