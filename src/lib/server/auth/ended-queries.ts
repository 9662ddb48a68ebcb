import { sql } from 'kysely';
import type { Db } from '../db/connect.ts';

/** Rows become visible up to this long after their `ended_at`: no transaction takes longer. */
const LONGEST_TRANSACTION = '1 minute';
const KEPT = '1 hour';

/**
 * Hashes of the sessions that ended since an earlier call, and some from before: a stream that opens while its session
 * ends is found by the next call.
 *
 * @param since `now` of the earlier call; null for none
 */
export async function listEndedSince(
  db: Db,
  since: Date | null,
): Promise<{ now: Date; secretHashes: string[] }> {
  const { rows } = await sql<{ now: Date; secretHashes: string[] }>`
    select now, array(
             select secret_hash from ended_session
              where ended_at > coalesce(${since}::timestamptz, now) - ${LONGEST_TRANSACTION}::interval
           ) as secret_hashes
      from now_at() as now
  `.execute(db);
  return rows[0]!;
}

export async function deleteOldEnded(db: Db): Promise<void> {
  await db
    .deleteFrom('endedSession')
    .where('endedAt', '<', sql<Date>`now_at() - ${KEPT}::interval`)
    .execute();
}
