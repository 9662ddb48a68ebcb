import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { errorCode } from './error.ts';

/** System account that PostgreSQL runs as when this process is root, because it refuses to run as root. */
export interface Account {
  uid: number;
  gid: number;
}

/** In order of preference; both are unprivileged. */
const ACCOUNT_NAMES = ['postgres', 'nobody'];
const NUMERIC_ACCOUNT: Account = { uid: 65534, gid: 65534 };
const SEARCH = 0o1;

/**
 * The account to run a cluster as: the owner of its data folder where that exists, so that installing another
 * account later changes nothing. Null: this process's own account.
 */
export function accountFor(dataFolder: string): Account | null {
  if (process.getuid?.() !== 0) return null;
  return ownerOf(dataFolder) ?? namedAccount() ?? NUMERIC_ACCOUNT;
}

/** Whether the account has search permission on the folder and all its parents. */
export function mayTraverse(folder: string, account: Account | null): boolean {
  if (!account) return true;
  const parent = dirname(folder);
  return maySearch(folder, account) && (parent === folder || mayTraverse(parent, account));
}

/** Whether the account may read the file and run it. */
export function mayRun(file: string, account: Account | null): boolean {
  return mayTraverse(dirname(file), account) && (!account || maySearch(file, account));
}

function maySearch(path: string, account: Account): boolean {
  const { mode, uid, gid } = statSync(path);
  if (uid === account.uid) return Boolean((mode >> 6) & SEARCH);
  if (gid === account.gid) return Boolean((mode >> 3) & SEARCH);
  return Boolean(mode & SEARCH);
}

function ownerOf(folder: string): Account | null {
  try {
    const { uid, gid } = statSync(folder);
    return uid === 0 ? null : { uid, gid };
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(errorCode(error) ?? '')) return null;
    throw error;
  }
}

function namedAccount(): Account | null {
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
  for (const name of ACCOUNT_NAMES) {
    const [, , uid, gid] = lines.find((line) => line.startsWith(`${name}:`))?.split(':') ?? [];
    // macOS writes nobody as -2.
    if (uid && gid) return { uid: Number(uid) >>> 0, gid: Number(gid) >>> 0 };
  }
  return null;
}
