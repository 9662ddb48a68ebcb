import { type Kysely, sql } from 'kysely';
import { grantJobQueue } from './job-queue.ts';

/**
 * What the app's role may do besides reading: the log can only grow, and nobody becomes an admin by it. What the admin pages
 * changes is bounded by triggers: each change has a name and is on record.
 */
const RIGHTS: Record<string, string> = {
  account:
    'insert (handle, email, password_hash, consent_version, consented_at), ' +
    'update (is_author, excluded_at, password_hash)',
  account_join: 'insert (account_id, address_key)',
  address_salt: 'insert (salt), delete',
  verification_code: 'insert, update, delete',
  // A session stays its account's, and ends when it was to end.
  session:
    'insert (secret_hash, account_id, expires_at, ends_at), update (last_used_at, expires_at, proved_at, is_proved_by_passkey), delete',
  ended_session: 'delete',
  passkey: 'insert (id, account_id, name, public_key, counter, transports), update (counter, used_at)',
  account_token: 'insert (account_id, kind, token_hash), update (token_hash), delete',
  refused_mailbox: 'insert (key, account_id), update (until, account_id), delete',
  card: 'insert (id, account_id, question_id, seq, shows_handle), delete',
  // Only of this minute.
  crowd_point: 'insert (question_id, seq, permille, forecasters)',
  rate_limit: 'insert, update, delete',
  company: 'insert, update',
  round: 'insert, update',
  entrant: 'insert, update, delete',
  event: 'insert, update',
  published_score: 'insert, update',
  contest: 'update',
  question: 'insert, update, delete',
  question_option: 'insert, update, delete',
  exclusion: 'insert',
  exclusion_effect: 'insert',
  disclosure: 'insert',
  resolution: 'insert',
  confirmation: 'insert',
  publication: 'insert, update, delete',
  score: 'insert',
  score_line: 'insert',
  reference_score: 'insert',
  trade:
    'insert (question_id, seq, account_id, event, shares, points, price_before, price_after, request_id)',
  market_settlement: 'insert',
  board: 'insert',
  board_entry: 'insert',
  notice: 'insert',
  notice_seen: 'insert, update',
};

/** One lock for all granting: PostgreSQL refuses to grant on a table that another is granting on. */
const GRANT_LOCK = 18006;

/** Lays the rights of the app's role anew: all that it had is taken first, so that a right can also be withdrawn. */
export async function grantRights<T>(db: Kysely<T>, role: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const app = sql.id(role);
    await sql`select pg_advisory_xact_lock(${GRANT_LOCK}, 0)`.execute(tx);
    await sql`revoke all on all tables in schema public from ${app}`.execute(tx);
    await sql`grant usage on schema public to ${app}`.execute(tx);
    // A temporary table could pass for one of ours.
    await sql`
      do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$
    `.execute(tx);
    await sql`grant select on all tables in schema public to ${app}`.execute(tx);
    // The only ways into the log, to a verified address or identity, and out of an account; the last counts changes together.
    await sql`
      grant execute on function place_forecasts, verify_email, link_identity, unlink_identity, remove_passkey, delete_account,
        fold_content_changes, lock_market to ${app}
    `.execute(tx);
    for (const [table, rights] of Object.entries(RIGHTS)) {
      await sql`grant ${sql.raw(rights)} on ${sql.table(table)} to ${app}`.execute(tx);
    }
    await grantJobQueue(tx, role);
  });
}
