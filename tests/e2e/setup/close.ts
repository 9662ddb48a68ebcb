// Closes a question of a running site, as its operator will: there is no page for it yet.
import { sql } from 'kysely';
import { connect, type Db } from '../../../src/lib/server/db/connect.ts';
import { dataFolderOf } from '../../../src/lib/server/db/embedded/cluster.ts';
import { readCredentials, urlFor } from '../../../src/lib/server/db/embedded/credentials.ts';
import { findHome } from '../../../src/lib/server/db/embedded/home.ts';
import { readLockFile } from '../../../src/lib/server/db/embedded/lock-file.ts';
import { COMMAND_LINE } from '#lib/server/audit/service.ts';
import * as questions from '../../../src/lib/server/questions/service.ts';
import type { Site } from './site.ts';

/** From now on the question accepts no forecast. */
export function closeQuestion(site: Site, slug: string): Promise<unknown> {
  return withDatabase(site, (db) => questions.close(db, COMMAND_LINE, slug));
}

/** Undoes the close, which the database refuses to all but its owner: so that the next test finds the question open. */
export function reopenQuestion(site: Site, slug: string): Promise<unknown> {
  return withDatabase(site, (db) =>
    db.transaction().execute(async (tx) => {
      await sql`alter table question disable trigger question_stays_closed`.execute(tx);
      await tx.updateTable('question').set({ closesAt: null }).where('slug', '=', slug).execute();
      await sql`alter table question enable trigger question_stays_closed`.execute(tx);
    }),
  );
}

/** Works on the database of a running site as its owner. */
export async function withDatabase<T>({ dataDir }: Site, work: (db: Db) => Promise<T>): Promise<T> {
  const home = await findHome(dataDir, null);
  const lock = await readLockFile(dataFolderOf(home));
  if (!lock) throw new Error('The site’s database is not running.');
  const { db, close } = connect(urlFor('owner', await readCredentials(home), lock.port), { max: 1 });
  try {
    return await work(db);
  } finally {
    await close();
  }
}
