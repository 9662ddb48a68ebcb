// The database of a running site, for what no page can do.
import { connect, type Db } from '../../../src/lib/server/platform/db/connect.ts';
import { dataFolderOf } from '../../../src/lib/server/platform/db/embedded/cluster.ts';
import { readCredentials, urlFor } from '../../../src/lib/server/platform/db/embedded/settings.ts';
import { findHome } from '../../../src/lib/server/platform/db/embedded/binaries.ts';
import { readLockFile } from '../../../src/lib/server/platform/db/embedded/process.ts';
import type { Site } from './site.ts';

/** Works on the database of a running site as its owner. */
export async function withDatabase<T>(
  { dataDir }: Pick<Site, 'dataDir'>,
  work: (db: Db) => Promise<T>,
): Promise<T> {
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

export function getQuestion(db: Db, slug: string): Promise<{ id: number; opensAt: Date }> {
  const found = db.selectFrom('question').select(['id', 'opensAt']).where('slug', '=', slug);
  return found.executeTakeFirstOrThrow();
}

export async function getAccountId(db: Db, handle: string): Promise<number> {
  const found = db.selectFrom('account').select('id').where('handle', '=', handle);
  return (await found.executeTakeFirstOrThrow()).id;
}
