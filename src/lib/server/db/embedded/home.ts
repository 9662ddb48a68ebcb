import { createHash, randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { access, chmod, lstat, readlink, realpath, stat, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { mayTraverse, type Account } from './account.ts';
import { EmbeddedError, errorCode } from './error.ts';
import { makeFolder } from './folder.ts';

/** Where root keeps what PostgreSQL's account could not reach elsewhere. Never a temporary folder: it is data. */
export const STATE_FOLDER = '/var/lib/final-two';

/** Where the cluster is, or a link to it. */
export function homeOf(dataDir: string): string {
  return join(dataDir, 'postgres');
}

/**
 * The folder of the cluster, which may not exist yet: `DATA_DIR/postgres`, or what a link of that name points to.
 * The link is made where PostgreSQL's account cannot reach the data folder.
 */
export async function findHome(dataDir: string, account: Account | null): Promise<string> {
  const folder = await openDataDir(dataDir, account);
  const home = homeOf(folder);
  const linked = await followLink(home);
  if (linked) {
    await makeFolder(dirname(linked), account);
    return linked;
  }
  if (mayTraverse(folder, account)) return home;
  if (await exists(home))
    throw new EmbeddedError(
      `PostgreSQL's account (uid ${account?.uid}) cannot reach ${home}: make its parent folders searchable (chmod a+x).`,
    );
  return linkToState(home, account);
}

async function openDataDir(dataDir: string, account: Account | null): Promise<string> {
  try {
    await makeFolder(dataDir, account);
    await access(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
    const folder = await realpath(dataDir);
    await letThrough(folder, account);
    return folder;
  } catch (error) {
    throw new EmbeddedError(`DATA_DIR ${dataDir} is not writable (${errorCode(error)}).`, { cause: error });
  }
}

/** Root's own data folder, as `mktemp -d` makes it, is opened for passing through but not for looking around. */
async function letThrough(folder: string, account: Account | null): Promise<void> {
  const { uid, mode } = await stat(folder);
  if (account && uid === 0 && !mayTraverse(folder, account)) await chmod(folder, (mode & 0o7777) | 0o011);
}

async function linkToState(home: string, account: Account | null): Promise<string> {
  const hash = createHash('sha256').update(dirname(home)).digest('hex').slice(0, 12);
  // The random part keeps a new data folder from finding what an erased one at the same place left behind.
  const target = join(STATE_FOLDER, `${hash}-${randomBytes(3).toString('hex')}`, 'postgres');
  try {
    await symlink(target, home);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  }
  const chosen = (await followLink(home)) ?? home;
  await makeFolder(dirname(chosen), account).catch((error: unknown) => {
    throw new EmbeddedError(`${dirname(chosen)} is not writable (${errorCode(error)}).`, { cause: error });
  });
  return chosen;
}

async function followLink(path: string): Promise<string | null> {
  try {
    const target = await readlink(path);
    return await realpath(target).catch(() => target);
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT' || code === 'EINVAL') return null;
    throw error;
  }
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
