import { sql } from 'kysely';
import type pg from 'pg';
import type { Db } from '../db/connect.ts';

const today = sql<string>`korean_day()`;

export async function findSaltOfToday(db: Db): Promise<Uint8Array | undefined> {
  const row = await db.selectFrom('addressSalt').select('salt').where('day', '=', today).executeTakeFirst();
  return row?.salt;
}

/** Keeps the salt that is there already. */
export async function insertSaltOfToday(db: Db, salt: Buffer): Promise<void> {
  await db
    .insertInto('addressSalt')
    .values({ salt })
    .onConflict((c) => c.column('day').doNothing())
    .execute();
}

export async function deleteOldSalts(db: Db): Promise<void> {
  await db.deleteFrom('addressSalt').where('day', '<', today).execute();
}

/** The counters are on the pool and in milliseconds, as rate-limiter-flexible keeps them. */
export async function deleteExpiredCounters(pool: pg.Pool): Promise<void> {
  await pool.query('delete from rate_limit where expire < $1', [Date.now()]);
}
