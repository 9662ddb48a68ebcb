import { type Kysely, sql } from 'kysely';

/**
 * Accounts, sessions, secrets and rate limits. A mailbox is unique among the verified ones only, so that
 * joining answers alike for every address. Handles are unique by their skeleton.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  // Handles that look alike have one skeleton: case, 0 and o, 1 and i and l, _ and -, rn and m, vv and w. Other characters
  // that look alike (Cyrillic, full width) are no part of a handle, and Hangul is composed.
  await sql`
    create function handle_skeleton(handle text) returns text
    language sql immutable strict parallel safe
    return replace(replace(translate(lower(handle), '01l_', 'oii-'), 'rn', 'm'), 'vv', 'w')
  `.execute(db);
  // Addresses of one mailbox have one key. Only what the providers say of themselves: Gmail ignores dots and what follows a
  // plus sign, and googlemail.com is gmail.com; Outlook, iCloud, Fastmail and Proton ignore what follows a plus sign; me.com and
  // mac.com are icloud.com, protonmail.com and pm.me are proton.me, hanmail.net is daum.net. Naver and Kakao have no such rules.
  await sql`
    create function mailbox_key(email text) returns text
    language sql immutable strict parallel safe
    return (
      select case when domain = 'gmail.com' then replace(split_part(name, '+', 1), '.', '')
                  when domain in ('outlook.com', 'hotmail.com', 'live.com', 'icloud.com', 'fastmail.com', 'proton.me')
                  then split_part(name, '+', 1)
                  else name end || '@' || domain
        from (select split_part(lower(email), '@', 1) as name,
                     case split_part(lower(email), '@', 2)
                       when 'googlemail.com' then 'gmail.com'
                       when 'me.com' then 'icloud.com'
                       when 'mac.com' then 'icloud.com'
                       when 'protonmail.com' then 'proton.me'
                       when 'pm.me' then 'proton.me'
                       when 'hanmail.net' then 'daum.net'
                       else split_part(lower(email), '@', 2)
                     end as domain) mailbox
    )
  `.execute(db);
  await db.schema
    .createTable('account')
    .addColumn('id', 'integer', (c) => c.primaryKey().generatedAlwaysAsIdentity())
    .addColumn('handle', 'text', (c) => c.notNull().check(sql`handle ~ '^[A-Za-z0-9가-힣_-]{2,20}$'`))
    .addColumn('handle_key', 'text', (c) =>
      c
        .generatedAlwaysAs(sql`lower(handle)`)
        .stored()
        .notNull()
        .unique(),
    )
    .addColumn('handle_skeleton', 'text', (c) =>
      c
        .generatedAlwaysAs(sql`handle_skeleton(handle)`)
        .stored()
        .notNull()
        .unique(),
    )
    .addColumn('email', 'text')
    .addColumn('mailbox_key', 'text', (c) => c.generatedAlwaysAs(sql`mailbox_key(email)`).stored())
    .addColumn('email_verified_at', 'timestamptz')
    // Set by a trigger: how much the account counts in the crowd odds as far as verification goes.
    .addColumn('crowd_weight', 'text', (c) =>
      c
        .notNull()
        .defaultTo('full')
        .check(sql`crowd_weight in ('full', 'reduced', 'none')`),
    )
    .addColumn('password_hash', 'text')
    .addColumn('is_author', 'boolean', (c) => c.notNull().defaultTo(false))
    .addColumn('is_admin', 'boolean', (c) => c.notNull().defaultTo(false))
    .addColumn('excluded_at', 'timestamptz')
    .addColumn('deleted_at', 'timestamptz')
    .addColumn('joined_at', 'timestamptz', (c) => c.notNull().defaultTo(sql`now_at()`))
    .addColumn('status_xid', 'bigint', (c) => c.notNull().defaultTo(sql`pg_current_xact_id()::text::bigint`))
    .addCheckConstraint('account_verified_has_email', sql`email_verified_at is null or email is not null`)
    .execute();
  await sql`create unique index account_verified_mailbox on account (mailbox_key) where email_verified_at is not null`.execute(
    db,
  );
  await sql`create index account_email on account (email, id) where email is not null`.execute(db);
  await sql`create unique index account_one_author on account (is_author) where is_author`.execute(db);
  await sql`create index account_handle_prefix on account (handle_key text_pattern_ops)`.execute(db);
  // Few accounts, by decisions about each of them.
  await sql`
    create function is_flagged(account) returns boolean
    language sql immutable parallel safe
    return $1.is_author or $1.is_admin or $1.excluded_at is not null
  `.execute(db);
  await sql`create index account_flagged on account (id) where is_flagged(account)`.execute(db);
  await sql`
    create function is_excluded_from_ranking(account) returns boolean
    language sql immutable parallel safe
    return $1.is_author or $1.is_admin or $1.excluded_at is not null or $1.crowd_weight = 'none'
  `.execute(db);

  // The transaction that changed the status last: followers read the accounts that changed since their last snapshot.
  await db.schema.createIndex('account_status_xid').on('account').column('status_xid').execute();
  await sql`
    create function stamp_status() returns trigger
    language plpgsql set search_path = public, pg_temp
    as $$
    begin
      new.status_xid := pg_current_xact_id()::text::bigint;
      return new;
    end
    $$
  `.execute(db);
  await sql`
    create trigger account_status_is_stamped before update of is_author, is_admin, excluded_at on account
    for each row execute function stamp_status()
  `.execute(db);

  await db.schema
    .createTable('session')
    .addColumn('secret_hash', 'text', (c) => c.primaryKey())
    .addColumn('account_id', 'integer', (c) => c.notNull().references('account.id').onDelete('cascade'))
    .addColumn('created_at', 'timestamptz', (c) => c.notNull().defaultTo(sql`now_at()`))
    .addColumn('last_used_at', 'timestamptz', (c) => c.notNull().defaultTo(sql`now_at()`))
    .addColumn('expires_at', 'timestamptz', (c) => c.notNull())
    .addColumn('ends_at', 'timestamptz', (c) => c.notNull())
    // Ninety days, and a day: the clock goes on between the two columns.
    .addCheckConstraint(
      'session_ends_absolutely',
      sql`expires_at <= ends_at and ends_at <= created_at + interval '91 days'`,
    )
    .execute();
  await db.schema.createIndex('session_account').on('session').column('account_id').execute();

  await db.schema
    .createTable('server_secret')
    .addColumn('name', 'text', (c) => c.primaryKey())
    .addColumn('value', 'bytea', (c) => c.notNull())
    .execute();

  // The shape that rate-limiter-flexible reads and writes.
  await db.schema
    .createTable('rate_limit')
    .addColumn('key', 'varchar(255)', (c) => c.primaryKey())
    .addColumn('points', 'integer', (c) => c.notNull().defaultTo(0))
    .addColumn('expire', 'bigint')
    .execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of ['rate_limit', 'server_secret', 'session']) await db.schema.dropTable(table).execute();
  await db.schema.dropIndex('account_flagged').execute();
  for (const name of ['is_excluded_from_ranking', 'is_flagged'])
    await sql`drop function ${sql.id(name)}(account)`.execute(db);
  await db.schema.dropTable('account').execute();
  await sql`drop function handle_skeleton(text)`.execute(db);
  await sql`drop function mailbox_key(text)`.execute(db);
  await sql`drop function stamp_status()`.execute(db);
}
