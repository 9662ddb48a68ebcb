import { type Kysely, sql } from 'kysely';

/** Ways to join and to sign in beside a password, and what is kept of them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createJoin(db);
  await createVerification(db);
  await createToken(db);
  await createWaysIn(db);
}

/**
 * Salts of hashed network addresses, one a Korean day; and with which hashed address each account joined, for the admins'
 * view of joins. Once the salt of a day is deleted its hashes cannot be turned back into addresses.
 */
async function createJoin(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('address_salt')
    .addColumn('day', 'date', (c) => c.primaryKey().defaultTo(sql`korean_day()`))
    .addColumn('salt', 'bytea', (c) => c.notNull().check(sql`length(salt) = 32`))
    .execute();
  await db.schema
    .createTable('account_join')
    .addColumn('account_id', 'integer', (c) => c.primaryKey().references('account.id').onDelete('cascade'))
    .addColumn('joined_at', 'timestamptz', (c) => c.notNull().defaultTo(sql`now_at()`))
    .addColumn('address_key', 'text', (c) => c.notNull().check(sql`address_key ~ '^[0-9a-f]{64}$'`))
    .execute();
  await db.schema.createIndex('account_join_joined_at').on('account_join').column('joined_at').execute();
  await db.schema
    .createIndex('account_join_address')
    .on('account_join')
    .columns(['address_key', 'joined_at'])
    .execute();
}

/**
 * Codes that verify an e-mail address. The mailbox of a deleted account verifies no other account for thirty days; only a
 * keyed hash of it is stored.
 */
async function createVerification(db: Kysely<unknown>): Promise<void> {
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

  await db.schema
    .createTable('refused_mailbox')
    .addColumn('key', 'text', (c) => c.primaryKey().check(sql`key ~ '^[0-9a-f]{64}$'`))
    .addColumn('until', 'timestamptz', (c) => c.notNull().defaultTo(sql`now_at() + interval '30 days'`))
    // Whom what is refused to others belonged to last; null once the account is deleted.
    .addColumn('account_id', 'integer', (c) => c.references('account.id'))
    .execute();
}

/**
 * Single-use tokens that links carry, as SHA-256: to set a new password, and to become the author's account. One of each
 * kind per account, so that a newer one replaces the older.
 */
async function createToken(db: Kysely<unknown>): Promise<void> {
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

/**
 * Identities of other providers and passkeys, by which people sign in. One identity belongs to one account, and an account
 * has at most one of each provider. An account that has an identity counts as verified.
 */
async function createWaysIn(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('identity')
    .addColumn('provider', 'text', (c) => c.notNull().check(sql`provider in ('kakao', 'naver', 'google')`))
    .addColumn('subject', 'text', (c) => c.notNull().check(sql`length(subject) between 1 and 255`))
    .addColumn('account_id', 'integer', (c) => c.notNull().references('account.id').onDelete('cascade'))
    .addColumn('linked_at', 'timestamptz', (c) => c.notNull().defaultTo(sql`now_at()`))
    .addPrimaryKeyConstraint('identity_pkey', ['provider', 'subject'])
    .addUniqueConstraint('identity_of_account', ['account_id', 'provider'])
    .execute();

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
        or exists (select from passkey where account_id = asking)
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
  await sql`drop function unlink_identity(integer, text)`.execute(db);
  await sql`drop function has_way_in(integer)`.execute(db);
  await sql`drop function link_identity(integer, text, text)`.execute(db);
  await sql`drop function verify_email(integer)`.execute(db);
  for (const table of [
    'passkey',
    'identity',
    'account_token',
    'refused_mailbox',
    'verification_code',
    'account_join',
    'address_salt',
  ])
    await db.schema.dropTable(table).execute();
  await sql`drop function renew_token()`.execute(db);
}
