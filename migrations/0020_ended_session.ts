import { type Kysely, sql } from 'kysely';

/**
 * Sessions that have ended, for an hour: every process polls them and closes the event streams of those sessions. A
 * trigger records them, however a session ends.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
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
  await sql`drop trigger session_end_is_recorded on session`.execute(db);
  await sql`drop function record_ended_sessions()`.execute(db);
  await db.schema.dropTable('ended_session').execute();
}
