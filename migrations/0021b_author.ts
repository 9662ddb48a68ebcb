import { type Kysely, sql } from 'kysely';

/** Nobody makes their own account the author's. */
export async function up(db: Kysely<unknown>): Promise<void> {
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

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop function check_author() cascade`.execute(db);
}
