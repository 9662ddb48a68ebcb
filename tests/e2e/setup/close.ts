// Opens and closes a question of a running site.
import { sql } from 'kysely';
import { COMMAND_LINE } from '#lib/server/platform/audit/service.ts';
import * as questions from '../../../src/lib/server/questions/service.ts';
import { withDatabase } from './database.ts';
import type { Site } from './site.ts';

/** From now on the question accepts no forecast. */
export function closeQuestion(site: Site, slug: string): Promise<unknown> {
  return withDatabase(site, (db) => questions.close(db, COMMAND_LINE, slug));
}

/** Undoes the close, so that the next test finds the question open. */
export function reopenQuestion(site: Site, slug: string): Promise<unknown> {
  return setTime(site, slug, { closesAt: null });
}

/** The question has been open since then: what a score is worth depends on it. */
export function openSince(site: Site, slug: string, opensAt: Date): Promise<unknown> {
  return setTime(site, slug, { opensAt });
}

/** Sets what the database refuses to all but its owner. */
function setTime(site: Site, slug: string, time: { opensAt: Date } | { closesAt: null }): Promise<unknown> {
  return withDatabase(site, (db) =>
    db.transaction().execute(async (tx) => {
      await sql`alter table question disable trigger user`.execute(tx);
      await tx.updateTable('question').set(time).where('slug', '=', slug).execute();
      // As the trigger does that was disabled, too: pages read the question anew.
      await tx.insertInto('contentChange').defaultValues().execute();
      await sql`alter table question enable trigger user`.execute(tx);
    }),
  );
}

/** Closes a question for as long as the work takes. */
export async function whileClosed(site: Site, slug: string, work: () => Promise<void>): Promise<void> {
  await closeQuestion(site, slug);
  try {
    await work();
  } finally {
    await reopenQuestion(site, slug);
  }
}
