import { sql } from 'kysely';
import type { Db } from './connect.ts';

/**
 * Lets the setting `final_two.now` stop the clock of a session. For replays and tests, in databases of their own alone.
 *
 * @param db connected as the owner
 */
export async function makeClockSettable(db: Db): Promise<void> {
  await sql`
    create or replace function now_at() returns timestamptz
    language sql volatile parallel safe
    as $$select coalesce(nullif(current_setting('final_two.now', true), '')::timestamptz, clock_timestamp())$$
  `.execute(db);
}

/** Stops the clock of a connection at an instant (ms since the epoch), or lets it run again. */
export async function setClock(db: Db, at: number | null): Promise<void> {
  const text = at === null ? '' : new Date(at).toISOString();
  await sql`select set_config('final_two.now', ${text}, false)`.execute(db);
}
