import { type Kysely, sql } from 'kysely';

/**
 * Sessions of admins end after 12 hours, however often they are used, and becoming an admin ends the sessions that were
 * opened before. `proved_at` is when the person last proved who they are: what needs a fresh proof compares it.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('session')
    .addColumn('proved_at', 'timestamptz', (c) => c.notNull().defaultTo(sql`now_at()`))
    .execute();

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

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop function end_sessions_of_new_admin() cascade`.execute(db);
  await sql`drop function limit_proof() cascade`.execute(db);
  await sql`drop function limit_admin_session() cascade`.execute(db);
  await db.schema.alterTable('session').dropColumn('proved_at').execute();
}
