import { randomBytes } from 'node:crypto';
import {
  chown,
  mkdir,
  readdir,
  readFile,
  readlink,
  realpath,
  rename,
  rm,
  rmdir,
  writeFile,
} from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import {
  type Account,
  accountFor,
  type Binaries,
  EmbeddedError,
  errorCode,
  findHome,
  homeOf,
  makeFolder,
} from './binaries.ts';
import {
  createCredentials,
  type Credentials,
  DATABASE,
  roleName,
  type Settings,
  writeCredentials,
} from './settings.ts';
import { haltPostmaster, isAlive, readLockFile, run } from './process.ts';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

interface ClusterOptions {
  binaries: Binaries;
  account: Account | null;
  settings: Settings;
  signal?: AbortSignal | undefined;
}

const HOST_RULES = 'host all all 127.0.0.1/32 scram-sha-256\n';
const INITDB_OPTIONS = [
  ...['--encoding=UTF8', '--locale=C', '--locale-provider=icu', '--icu-locale=ko-KR'],
  ...['--auth=scram-sha-256', `--username=${roleName('admin')}`, '--no-instructions'],
];

export function dataFolderOf(home: string): string {
  return join(home, 'data');
}

/**
 * Creates the cluster unless it exists. Atomic: built in a sibling folder that is renamed when complete, so that a crash
 * leaves no partial cluster and one of two concurrent starts wins.
 */
export async function ensureCluster(home: string, options: ClusterOptions): Promise<void> {
  if (await isCluster(home)) return;
  await sweepStaging(home);
  const staging = `${home}.new-${process.pid}-${randomBytes(3).toString('hex')}`;
  try {
    await createCluster(staging, options);
    await rename(staging, home).catch(async (error: unknown) => {
      if (!(await isCluster(home)))
        throw new EmbeddedError(`${home} exists but holds no database: move it away and start again.`, {
          cause: error,
        });
    });
  } finally {
    await rm(staging, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

async function isCluster(home: string): Promise<boolean> {
  try {
    await readFile(join(dataFolderOf(home), 'PG_VERSION'));
    return true;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw new EmbeddedError(`${home} belongs to another user: start as that user.`, { cause: error });
  }
}

async function createCluster(home: string, options: ClusterOptions): Promise<void> {
  const { binaries, account, settings, signal } = options;
  const data = dataFolderOf(home);
  const passwordFile = join(home, 'password');
  const credentials = createCredentials();

  await makeFolder(home, account);
  await mkdir(data, { mode: 0o700 });
  await writeFile(passwordFile, credentials.admin, { mode: 0o600 });
  if (account) for (const path of [data, passwordFile]) await chown(path, account.uid, account.gid);

  const speed = settings['fsync'] === 'off' ? ['--no-sync'] : [];
  const initdb = ['-D', data, `--pwfile=${passwordFile}`, ...INITDB_OPTIONS, ...speed];
  await run(binaries.initdb, initdb, { account, signal });
  await rm(passwordFile);
  await writeFile(join(data, 'pg_hba.conf'), HOST_RULES);

  const single = ['--single', '-D', data, '-c', 'exit_on_error=on', '-c', 'log_checkpoints=off', 'postgres'];
  await run(binaries.postgres, single, { account, signal, input: rolesAndDatabase(credentials) });
  await writeCredentials(home, credentials);
}

function rolesAndDatabase({ owner, app }: Credentials): string {
  return [
    `CREATE ROLE ${roleName('owner')} LOGIN CREATEDB PASSWORD '${owner}';`,
    `CREATE ROLE ${roleName('app')} LOGIN PASSWORD '${app}';`,
    `CREATE DATABASE ${DATABASE} OWNER ${roleName('owner')};`,
    '',
  ].join('\n');
}

/** Removes staging folders left by killed starts. */
async function sweepStaging(home: string): Promise<void> {
  const prefix = `${basename(home)}.new-`;
  for (const name of await readdir(dirname(home))) {
    if (!name.startsWith(prefix) || isAlive(parseInt(name.slice(prefix.length)))) continue;
    await rm(join(dirname(home), name), { recursive: true, force: true }).catch(() => {});
  }
}

// Copies and removes whole clusters, for what works on a copy and throws it away.

const execute = promisify(execFile);

/**
 * Copies the cluster of a data folder, with owners and modes, into a data folder that has none.
 *
 * @throws EmbeddedError where a server runs on it, because the copy of its files would not be consistent
 */
export async function copyCluster(from: string, to: string, signal?: AbortSignal): Promise<void> {
  const source = await realpath(homeOf(from));
  await requireStopped(source);
  const home = await findHome(to, accountFor(dataFolderOf(source)));
  await execute('cp', ['-a', source, home], { signal }).catch((error: unknown) => {
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
