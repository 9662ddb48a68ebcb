import { type Kysely, sql } from 'kysely';

/**
 * Passkeys, by which people sign in without typing anything, and whether a session was proved by one. The admin's powers of
 * an account that has a passkey need such a proof.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('passkey')
    .addColumn('id', 'text', (c) => c.primaryKey().check(sql`id ~ '^[A-Za-z0-9_-]+$' and length(id) <= 1400`))
    .addColumn('account_id', 'integer', (c) => c.notNull().references('account.id').onDelete('cascade'))
    .addColumn('name', 'text', (c) => c.notNull().check(sql`length(name) between 1 and 40`))
    .addColumn('public_key', 'bytea', (c) => c.notNull())
    .addColumn('counter', 'bigint', (c) => c.notNull().check(sql`counter >= 0`))
    .addColumn('transports', sql`text[]`, (c) => c.notNull())
    .addColumn('added_at', 'timestamptz', (c) => c.notNull().defaultTo(sql`now_at()`))
    .addColumn('used_at', 'timestamptz')
    .execute();
  await db.schema.createIndex('passkey_account').on('passkey').column('account_id').execute();
  await db.schema
    .alterTable('session')
    .addColumn('is_proved_by_passkey', 'boolean', (c) => c.notNull().defaultTo(false))
    .execute();

  await sql`
    create or replace function has_way_in(asking integer) returns boolean
    language sql stable
    return (select password_hash is not null from account where id = asking)
        or exists (select from identity where account_id = asking)
        or exists (select from passkey where account_id = asking)
  `.execute(db);
  // Takes the account's row first, as `unlink_identity` does, so that two requests at once leave a way in.
  await sql`
    create function remove_passkey(leaving integer, passkey_id text) returns void
    language plpgsql volatile security definer set search_path = public, pg_temp
    as $$
    begin
      perform from account where id = leaving for update;
      delete from passkey where account_id = leaving and id = passkey_id;
      if not found then
        return;
      end if;
      if not has_way_in(leaving) then
        raise exception 'the last way to sign in stays' using errcode = 'FT028';
      end if;
    end
    $$
  `.execute(db);
  await sql`revoke execute on function remove_passkey from public`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop function remove_passkey(integer, text)`.execute(db);
  await sql`
    create or replace function has_way_in(asking integer) returns boolean
    language sql stable
    return (select password_hash is not null from account where id = asking)
        or exists (select from identity where account_id = asking)
  `.execute(db);
  await db.schema.alterTable('session').dropColumn('is_proved_by_passkey').execute();
  await db.schema.dropTable('passkey').execute();
}
