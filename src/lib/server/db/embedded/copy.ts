// Copies and removes whole clusters, for what works on a copy and throws it away.
import { execFile } from 'node:child_process';
import { readlink, realpath, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { accountFor } from './account.ts';
import { dataFolderOf } from './cluster.ts';
import { EmbeddedError } from './error.ts';
import { haltPostmaster } from './halt.ts';
import { findHome, homeOf } from './home.ts';
import { readLockFile } from './lock-file.ts';

const run = promisify(execFile);

/**
 * Copies the cluster of a data folder, with owners and modes, into a data folder that has none.
 *
 * @throws EmbeddedError where a server runs on it, because the copy of its files would not be consistent
 */
export async function copyCluster(from: string, to: string, signal?: AbortSignal): Promise<void> {
  const source = await realpath(homeOf(from));
  await requireStopped(source);
  const home = await findHome(to, accountFor(dataFolderOf(source)));
  await run('cp', ['-a', source, home], { signal }).catch((error: unknown) => {
    signal?.throwIfAborted();
    const { stderr = '', message } = error as { stderr?: string; message: string };
    throw new EmbeddedError(`${source} cannot be copied: ${stderr.split('\n')[0] || message}.`, {
      cause: error,
    });
  });
  await requireStopped(source);
  // The copy's server gets a port of its own.
  await rm(join(home, 'port'), { force: true });
}

/** Stops the server of a data folder, where one runs, and removes its cluster. */
export async function removeCluster(dataDir: string): Promise<void> {
  const home = await realpath(homeOf(dataDir)).catch(() => null);
  const lock = home && (await readLockFile(dataFolderOf(home)));
  if (lock) await haltPostmaster(lock.pid, dataFolderOf(home));
  const elsewhere = await readlink(homeOf(dataDir)).catch(() => null);
  for (const path of [elsewhere, homeOf(dataDir)])
    if (path) await rm(path, { recursive: true, force: true, maxRetries: 5 });
  // The folder in which `findHome` placed it.
  if (elsewhere) await rmdir(dirname(elsewhere)).catch(() => {});
}

async function requireStopped(home: string): Promise<void> {
  if (await readLockFile(dataFolderOf(home)))
    throw new EmbeddedError(`${home} is in use and cannot be copied: stop what runs on it.`);
}
