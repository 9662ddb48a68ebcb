import { type Kysely, sql } from 'kysely';

/**
 * Accounts. A mailbox is unique among the verified ones only, so that joining answers alike for every address. Handles are
 * unique by their skeleton.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createKeys(db);
  await createAccount(db);
  await createStatus(db);
  await createCrowdWeight(db);
  await createDeletion(db);
}

async function createKeys(db: Kysely<unknown>): Promise<void> {
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
}

async function createAccount(db: Kysely<unknown>): Promise<void> {
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
    // Whether it has a row in `identity`.
    .addColumn('is_identified', 'boolean', (c) => c.notNull().defaultTo(false))
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
    // To which version of the terms, and when; null for accounts that this site made itself.
    .addColumn('consent_version', 'text')
    .addColumn('consented_at', 'timestamptz')
    // The transaction that changed the status last: followers read the accounts that changed since their last snapshot.
    .addColumn('status_xid', 'bigint', (c) => c.notNull().defaultTo(sql`pg_current_xact_id()::text::bigint`))
    .addCheckConstraint('account_verified_has_email', sql`email_verified_at is null or email is not null`)
    .addCheckConstraint('account_consent_has_time', sql`(consent_version is null) = (consented_at is null)`)
    .addCheckConstraint(
      'account_deleted_is_nobody',
      sql`deleted_at is null or (email is null and password_hash is null and not is_admin and not is_author)`,
    )
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

  await db.schema.createIndex('account_status_xid').on('account').column('status_xid').execute();
}

async function createStatus(db: Kysely<unknown>): Promise<void> {
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

  // Nobody makes their own account the author's.
  await sql`
    create function check_author() returns trigger
    language plpgsql set search_path = public, pg_temp
    as $$
    begin
      if nullif(current_setting('final_two.actor', true), '')::integer = new.id then
        raise exception 'another admin makes an account the author''s' using errcode = 'FT025';
      end if;
      return new;
    end
    $$
  `.execute(db);
  await sql`
    create trigger account_author_is_checked before update of is_author on account
    for each row when (new.is_author and not old.is_author) execute function check_author()
  `.execute(db);
}

/**
 * How much unverified accounts count: `full` where nobody can verify (also without a row), `reduced` where it is possible,
 * `none` where it is required. The policy is a row, so that the crowd odds of all processes, the publishing worker and a
 * recomputation from the database follow one setting; `npm start` writes it as the owner.
 */
async function createCrowdWeight(db: Kysely<unknown>): Promise<void> {
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
                               when new.email_verified_at is not null or new.is_identified then 'full'
                               else coalesce((select crowd_weight from unverified_policy), 'full') end;
      new.status_xid := pg_current_xact_id()::text::bigint;
      return new;
    end
    $$
  `.execute(db);
  await sql`
    create trigger account_weight_is_set before insert or update of email_verified_at, is_identified, crowd_weight on account
    for each row execute function set_crowd_weight()
  `.execute(db);
}

/**
 * Deletion of accounts by the people they belong to. The row stays, under a neutral name and without anything of the
 * person, because the log, scores and the audit log refer to it.
 */
async function createDeletion(db: Kysely<unknown>): Promise<void> {
  // Locks as the gate does, all questions before the account: forecasts in flight come first, and are withdrawn. After
  // them the account's count of the day is full for good, and a session that is being opened fails.
  await sql`
    create function delete_account(leaving integer) returns void
    language plpgsql volatile security definer set search_path = public, pg_temp
    as $$
    #variable_conflict use_column
    declare
      owned record;
    begin
      perform pg_advisory_xact_lock_shared(question_lock_class(), id)
         from (select id from question where not is_draft order by id) sorted;
      perform pg_advisory_xact_lock(account_lock_class(), leaving);
      perform place_forecasts(standing.question_id, array[leaving], array[gen_random_uuid()], array[null::text])
         from standing where standing.account_id = leaving and standing.permille is not null;
      insert into forecast_count (account_id, day, count) values (leaving, 'infinity', 300)
      on conflict (account_id) do update set day = 'infinity';

      -- Rows of these tables belong to an account alone, also those of tables that later migrations make.
      for owned in
        select c.conrelid::regclass as name, a.attname as account_column
          from pg_constraint c
          join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
         where c.confrelid = 'account'::regclass and c.contype = 'f' and c.confdeltype = 'c'
      loop
        execute format('delete from %s where %I = $1', owned.name, owned.account_column) using leaving;
      end loop;

      update account
         set handle = 'deleted-' || left(md5(gen_random_uuid()::text), 10),
             deleted_at = now_at(), email = null, email_verified_at = null, password_hash = null,
             consent_version = null, consented_at = null
       where id = leaving and deleted_at is null;
    end
    $$
  `.execute(db);
  await sql`revoke execute on function delete_account from public`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop function delete_account(integer)`.execute(db);
  await db.schema.dropTable('unverified_policy').execute();
  await db.schema.dropIndex('account_flagged').execute();
  for (const name of ['is_excluded_from_ranking', 'is_flagged'])
    await sql`drop function ${sql.id(name)}(account)`.execute(db);
  await db.schema.dropTable('account').execute();
  for (const name of ['handle_skeleton', 'mailbox_key'])
    await sql`drop function ${sql.id(name)}(text)`.execute(db);
  for (const name of ['stamp_status', 'check_author', 'set_crowd_weight'])
    await sql`drop function ${sql.id(name)}()`.execute(db);
}
