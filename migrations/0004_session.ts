import { type Kysely, sql } from 'kysely';

/** Sessions, and those that have ended. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createSession(db);
  await createAdminRules(db);
  await createEndedSession(db);
}

async function createSession(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('session')
    .addColumn('secret_hash', 'text', (c) => c.primaryKey())
    .addColumn('account_id', 'integer', (c) => c.notNull().references('account.id').onDelete('cascade'))
    .addColumn('created_at', 'timestamptz', (c) => c.notNull().defaultTo(sql`now_at()`))
    .addColumn('last_used_at', 'timestamptz', (c) => c.notNull().defaultTo(sql`now_at()`))
    .addColumn('expires_at', 'timestamptz', (c) => c.notNull())
    .addColumn('ends_at', 'timestamptz', (c) => c.notNull())
    // When the person last proved who they are: what needs a fresh proof compares it.
    .addColumn('proved_at', 'timestamptz', (c) => c.notNull().defaultTo(sql`now_at()`))
    // The admin's powers of an account that has a passkey need such a proof.
    .addColumn('is_proved_by_passkey', 'boolean', (c) => c.notNull().defaultTo(false))
    // Ninety days, and a day: the clock goes on between the two columns.
    .addCheckConstraint(
      'session_ends_absolutely',
      sql`expires_at <= ends_at and ends_at <= created_at + interval '91 days'`,
    )
    .execute();
  await db.schema.createIndex('session_account').on('session').column('account_id').execute();

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

/**
 * Sessions of admins end after 12 hours, however often they are used, and becoming an admin ends the sessions that were
 * opened before.
 */
async function createAdminRules(db: Kysely<unknown>): Promise<void> {
  // The lock makes a session that is opened while its account becomes an admin wait, and then end early.
  await sql`
    create function limit_admin_session() returns trigger
    language plpgsql set search_path = public, pg_temp
    as $$
    begin
      if (select a.is_admin from account a where a.id = new.account_id for share) then
        new.ends_at := least(new.ends_at, new.created_at + interval '12 hours');
        new.expires_at := least(new.expires_at, new.ends_at);
      end if;
      return new;
    end
    $$
  `.execute(db);
  await sql`
    create trigger session_of_admin_is_limited before insert on session
    for each row execute function limit_admin_session()
  `.execute(db);

  await sql`
    create function limit_proof() returns trigger
    language plpgsql set search_path = public, pg_temp
    as $$
    begin
      new.proved_at := least(new.proved_at, now_at());
      return new;
    end
    $$
  `.execute(db);
  await sql`
    create trigger session_proof_is_of_the_past before update of proved_at on session
    for each row execute function limit_proof()
  `.execute(db);

  await sql`
    create function end_sessions_of_new_admin() returns trigger
    language plpgsql set search_path = public, pg_temp
    as $$
    begin
      delete from session where account_id = new.id;
      return null;
    end
    $$
  `.execute(db);
  await sql`
    create trigger new_admin_signs_in_again after update of is_admin on account
    for each row when (new.is_admin and not old.is_admin) execute function end_sessions_of_new_admin()
  `.execute(db);
}

/**
 * Sessions that have ended, for an hour: every process polls them and closes the event streams of those sessions. A
 * trigger records them, however a session ends.
 */
async function createEndedSession(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('ended_session')
    .addColumn('secret_hash', 'text', (c) => c.primaryKey())
    .addColumn('ended_at', 'timestamptz', (c) => c.notNull().defaultTo(sql`now_at()`))
    .execute();
  await db.schema.createIndex('ended_session_at').on('ended_session').column('ended_at').execute();
  await sql`
    create function record_ended_sessions() returns trigger
    language plpgsql security definer set search_path = public, pg_temp
    as $$
    begin
      insert into ended_session (secret_hash) select secret_hash from ended on conflict do nothing;
      return null;
    end
    $$
  `.execute(db);
  // Otherwise a role that may create a table could attach it there.
  await sql`revoke execute on function record_ended_sessions() from public`.execute(db);
  await sql`
    create trigger session_end_is_recorded after delete on session referencing old table as ended
    for each statement execute function record_ended_sessions()
  `.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop trigger new_admin_signs_in_again on account`.execute(db);
  for (const table of ['session', 'ended_session']) await db.schema.dropTable(table).execute();
  for (const name of [
    'record_ended_sessions',
    'end_sessions_of_new_admin',
    'limit_proof',
    'limit_admin_session',
    'check_session_account',
  ])
    await sql`drop function ${sql.id(name)}()`.execute(db);
}
