import { createHash, randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { access, chmod, lstat, readlink, realpath, stat, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { mayTraverse, type Account } from './account.ts';
import { EmbeddedError, errorCode } from './error.ts';
import { makeFolder } from './folder.ts';

/** Cluster location for root when PostgreSQL's account cannot reach the data folder. Not under /tmp, as it is data. */
export const STATE_FOLDER = '/var/lib/final-two';

/** Path of the cluster, or of a symlink to it. */
export function homeOf(dataDir: string): string {
  return join(dataDir, 'postgres');
}

/**
 * The cluster's folder, which may not exist yet: `DATA_DIR/postgres`, or the target of a symlink of that name.
 * The symlink is created when PostgreSQL's account cannot reach the data folder.
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
    await allowTraversal(folder, account);
    return folder;
  } catch (error) {
    throw new EmbeddedError(`DATA_DIR ${dataDir} is not writable (${errorCode(error)}).`, { cause: error });
  }
}

/** Adds search permission (not read) for others to root's own data folder, such as one made by `mktemp -d`. */
async function allowTraversal(folder: string, account: Account | null): Promise<void> {
  const { uid, mode } = await stat(folder);
  if (account && uid === 0 && !mayTraverse(folder, account)) await chmod(folder, (mode & 0o7777) | 0o011);
}

async function linkToState(home: string, account: Account | null): Promise<string> {
  const hash = createHash('sha256').update(dirname(home)).digest('hex').slice(0, 12);
  // Random part: a new data folder must not find the cluster of a deleted one at the same path.
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
