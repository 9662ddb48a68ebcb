import { sql } from 'kysely';
import type { Db } from '../db/connect.ts';

/** The newest result that was published since, with its evidence. */
export function findResultSince(db: Db, since: Date) {
  return db
    .selectFrom('resolution')
    .select(['knownAt', 'evidenceUrls', 'evidenceTimes'])
    .where('publishedAt', '>', since)
    .where('knownAt', 'is not', null)
    .orderBy('publishedAt', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** The newest official event since that day (`YYYY-MM-DD`) which is shown. */
export function findOfficialEventSince(db: Db, day: string) {
  return db
    .selectFrom('event')
    .select(['url', 'happenedOn', 'happenedTime'])
    .where('kind', '=', 'official')
    .where('hiddenAt', 'is', null)
    .where('happenedOn', '>=', day)
    .orderBy('happenedOn', 'desc')
    .orderBy('happenedTime', sql`desc nulls last`)
    .limit(1)
    .executeTakeFirst();
}
