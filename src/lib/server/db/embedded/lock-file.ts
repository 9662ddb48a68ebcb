import { readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from './error.ts';

/** Contents of `postmaster.pid`, which a running server keeps in its data folder. */
export interface LockFile {
  pid: number;
  port: number;
  isReady: boolean;
  isStopping: boolean;
}

const FILE = 'postmaster.pid';
const PID_LINE = 0;
const PORT_LINE = 3;
const STATUS_LINE = 7;

export async function readLockFile(dataFolder: string): Promise<LockFile | null> {
  const content = await readOrEmpty(join(dataFolder, FILE));
  const lines = content.split('\n').map((line) => line.trim());
  const pid = Number(lines[PID_LINE]);
  if (!pid) return null;
  const status = lines[STATUS_LINE];
  return {
    pid: Math.abs(pid),
    port: Number(lines[PORT_LINE]) || 0,
    isReady: status === 'ready',
    isStopping: status === 'stopping',
  };
}

/**
 * Removes the lock file of a server that is gone. PostgreSQL does so itself, but not where the pid now belongs
 * to another program of the same account, as it may after a reboot or in a container.
 *
 * @param pid pid that the file must contain; null for an empty file, whose server died before it wrote anything
 */
export async function removeLockFile(dataFolder: string, pid: number | null): Promise<void> {
  const path = join(dataFolder, FILE);
  const aside = `${path}.${process.pid}`;
  try {
    await rename(path, aside);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return;
    throw error;
  }
  const content = await readOrEmpty(aside);
  const isMeant = pid === null ? content === '' : Number.parseInt(content) === pid;
  // A concurrent start won, and this is its server's file: put it back.
  if (!isMeant) await rename(aside, path);
  else await rm(aside, { force: true });
}

async function readOrEmpty(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return '';
    throw error;
  }
}
