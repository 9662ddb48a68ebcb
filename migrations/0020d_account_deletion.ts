import { type Kysely, sql } from 'kysely';

/**
 * Deletion of accounts by the people they belong to. The row stays, under a neutral name and without anything of the
 * person, because the log, scores and the audit log refer to it. The mailbox of a deleted account verifies no other
 * account for thirty days; only a keyed hash of it is stored.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('account')
    .addCheckConstraint(
      'account_deleted_is_nobody',
      sql`deleted_at is null or (email is null and password_hash is null and not is_admin and not is_author)`,
    )
    .execute();
  await db.schema
    .createTable('refused_mailbox')
    .addColumn('key', 'text', (c) => c.primaryKey().check(sql`key ~ '^[0-9a-f]{64}$'`))
    .addColumn('until', 'timestamptz', (c) => c.notNull().defaultTo(sql`now_at() + interval '30 days'`))
    .execute();

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

  await sql`
    create function check_session_account() returns trigger
    language plpgsql set search_path = public, pg_temp
    as $$
    begin
      perform from account where id = new.account_id and deleted_at is null for share;
      if not found then
        raise exception 'the account is deleted' using errcode = 'FT026';
      end if;
      return new;
    end
    $$
  `.execute(db);
  await sql`
    create trigger session_has_account before insert on session
    for each row execute function check_session_account()
  `.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop function check_session_account() cascade`.execute(db);
  await sql`drop function delete_account(integer)`.execute(db);
  await db.schema.dropTable('refused_mailbox').execute();
  await db.schema.alterTable('account').dropConstraint('account_deleted_is_nobody').execute();
}
