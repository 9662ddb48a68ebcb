import type { Db } from '../../platform/db/connect.ts';

/** Every question, with drafts, and which one it follows. */
export function listSlugs(db: Db) {
  return db
    .selectFrom('question')
    .leftJoin('question as older', 'older.id', 'question.followsId')
    .select(['question.slug', 'older.slug as follows'])
    .execute();
}

/** Addresses of the news of a round, with hidden entries. */
export async function listNewsUrls(db: Db, roundNumber: number): Promise<string[]> {
  const rows = await db.selectFrom('event').select('url').where('roundNumber', '=', roundNumber).execute();
  return rows.map(({ url }) => url);
}

/** The latest official address of a round's result in the news. */
export async function findResultUrl(db: Db, roundNumber: number, on: string): Promise<string | null> {
  const row = await db
    .selectFrom('event')
    .select('url')
    .where('roundNumber', '=', roundNumber)
    .where('kind', '=', 'official')
    .where('happenedOn', '=', on)
    .where('hiddenAt', 'is', null)
    .orderBy('happenedTime', (order) => order.desc().nullsLast())
    .orderBy('slug')
    .limit(1)
    .executeTakeFirst();
  return row?.url ?? null;
}
