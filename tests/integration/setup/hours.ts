// A database of its own whose clock can be set to so many hours after its beginning.
import type { Db } from '#lib/server/db/connect.ts';
import { readClock } from '#lib/server/questions/queries.ts';
import { connectAt } from './clock.ts';
import { cloneDatabase, insertForecaster } from './database.ts';

export const HOUR_MS = 3_600_000;

export interface Hours {
  db: Db;
  owner: Db;
  /** An admin's account. */
  admin: number;
  /** The database as it is so many hours after the beginning. */
  at: (hours: number) => Db;
  timeAt: (hours: number) => Date;
}

/** @param opening the question with whose opening it begins; else it begins now */
export async function cloneWithHours(opening?: string): Promise<Hours> {
  const { app, owner, appUrl } = await cloneDatabase();
  const begin = opening ? await openingOf(app.db, opening) : await readClock(app.db);
  const timeAt = (hours: number) => new Date(begin.getTime() + hours * HOUR_MS);
  return {
    db: app.db,
    owner: owner.db,
    admin: await insertForecaster(owner.db, { isAdmin: true }),
    timeAt,
    at: (hours) => connectAt(appUrl, timeAt(hours).toISOString()),
  };
}

async function openingOf(db: Db, slug: string): Promise<Date> {
  const query = db.selectFrom('question').select('opensAt').where('slug', '=', slug);
  return (await query.executeTakeFirstOrThrow()).opensAt;
}
