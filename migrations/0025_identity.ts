import { type Kysely, sql } from 'kysely';

/**
 * Identities of other providers, by which people sign in. One identity belongs to one account, and an account has at most
 * one of each provider. An account that has one counts as verified.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('identity')
    .addColumn('provider', 'text', (c) => c.notNull().check(sql`provider in ('kakao', 'naver', 'google')`))
    .addColumn('subject', 'text', (c) => c.notNull().check(sql`length(subject) between 1 and 255`))
    .addColumn('account_id', 'integer', (c) => c.notNull().references('account.id').onDelete('cascade'))
    .addColumn('linked_at', 'timestamptz', (c) => c.notNull().defaultTo(sql`now_at()`))
    .addPrimaryKeyConstraint('identity_pkey', ['provider', 'subject'])
    .addUniqueConstraint('identity_of_account', ['account_id', 'provider'])
    .execute();
  // In steps: up to PostgreSQL 17 a column with a default cannot be added to a table whose row is a function's argument.
  await sql`alter table account add column is_identified boolean`.execute(db);
  await sql`update account set is_identified = false`.execute(db);
  await sql`alter table account alter column is_identified set default false, alter column is_identified set not null`.execute(
    db,
  );

  // Whom what is refused to others belonged to last; null once the account is deleted.
  await db.schema
    .alterTable('refused_mailbox')
    .addColumn('account_id', 'integer', (c) => c.references('account.id'))
    .execute();
  await setCrowdWeight(db, sql`new.email_verified_at is not null or new.is_identified`);
  await sql`drop trigger account_weight_is_set on account`.execute(db);
  await sql`
    create trigger account_weight_is_set before insert or update of email_verified_at, is_identified, crowd_weight on account
    for each row execute function set_crowd_weight()
  `.execute(db);

  // The only ways in which the app gives an account an identity and takes it away. Both take the account's row first, so
  // that of two requests at once the second sees what the first did.
  await sql`
    create function link_identity(linking integer, linked_provider text, linked_subject text) returns void
    language plpgsql volatile security definer set search_path = public, pg_temp
    as $$
    begin
      update account set is_identified = true where id = linking and deleted_at is null;
      if not found then
        raise exception 'the account is deleted' using errcode = 'FT026';
      end if;
      insert into identity (account_id, provider, subject) values (linking, linked_provider, linked_subject);
    end
    $$
  `.execute(db);
  await sql`
    create function has_way_in(asking integer) returns boolean
    language sql stable
    return (select password_hash is not null from account where id = asking)
        or exists (select from identity where account_id = asking)
  `.execute(db);
  await sql`
    create function unlink_identity(leaving integer, left_provider text) returns void
    language plpgsql volatile security definer set search_path = public, pg_temp
    as $$
    begin
      perform from account where id = leaving for update;
      delete from identity where account_id = leaving and provider = left_provider;
      if not found then
        return;
      end if;
      if not has_way_in(leaving) then
        raise exception 'the last way to sign in stays' using errcode = 'FT028';
      end if;
      update account set is_identified = exists (select from identity where account_id = leaving)
       where id = leaving and is_identified;
    end
    $$
  `.execute(db);
  await sql`revoke execute on function link_identity, unlink_identity from public`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop function link_identity(integer, text, text)`.execute(db);
  await sql`drop function unlink_identity(integer, text)`.execute(db);
  await sql`drop function has_way_in(integer)`.execute(db);
  await setCrowdWeight(db, sql`new.email_verified_at is not null`);
  await sql`drop trigger account_weight_is_set on account`.execute(db);
  await sql`
    create trigger account_weight_is_set before insert or update of email_verified_at, crowd_weight on account
    for each row execute function set_crowd_weight()
  `.execute(db);
  await db.schema.alterTable('refused_mailbox').dropColumn('account_id').execute();
  await db.schema.alterTable('account').dropColumn('is_identified').execute();
  await db.schema.dropTable('identity').execute();
}

/** Replaces the function of 0019 by one with another rule of who is verified. */
async function setCrowdWeight(db: Kysely<unknown>, isVerified: ReturnType<typeof sql>): Promise<void> {
  await sql`
    create or replace function set_crowd_weight() returns trigger
    language plpgsql set search_path = public, pg_temp
    as $$
    begin
      -- What a deleted account forecast on closed questions counts as it did.
      new.crowd_weight := case when new.deleted_at is not null then old.crowd_weight
                               when ${isVerified} then 'full'
                               else coalesce((select crowd_weight from unverified_policy), 'full') end;
      new.status_xid := pg_current_xact_id()::text::bigint;
      return new;
    end
    $$
  `.execute(db);
}
