// News that a test adds.
import { withDatabase } from './database.ts';
import type { Site } from './site.ts';

/** A piece of news about the third round. */
export function addEvent(site: Site, slug: string, day: Date, title: string): Promise<unknown> {
  return withDatabase(site, (db) =>
    db
      .insertInto('event')
      .values({
        slug,
        happenedOn: day.toISOString().slice(0, 10),
        titleKo: title,
        titleEn: title,
        url: 'https://example.com/news',
        kind: 'press',
        roundNumber: 3,
      })
      .execute(),
  );
}
