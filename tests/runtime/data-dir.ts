// Data folders of tests: creating and removing them, and finding their database server.
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject, onTestFinished } from 'vitest';
import { dataFolderOf, removeCluster } from '../../src/lib/server/platform/db/embedded/cluster.ts';
import { homeOf } from '../../src/lib/server/platform/db/embedded/binaries.ts';
import { readLockFile } from '../../src/lib/server/platform/db/embedded/process.ts';
import { copySeededData } from '../setup/seeded-data.ts';

/** An empty folder, removed after the test with the database server in it. */
export async function makeDataDir(parent = tmpdir()): Promise<string> {
  const folder = await mkdtemp(join(parent, 'final-two-'));
  onTestFinished(() => removeDataDir(folder));
  return folder;
}

/** A folder whose database is migrated and seeded already. */
export async function makeSeededDataDir(): Promise<string> {
  const folder = await makeDataDir();
  await copySeededData(inject('seededData'), folder);
  return folder;
}

/** Stops the database of a data folder and removes both, wherever the database is. */
export async function removeDataDir(folder: string): Promise<void> {
  await removeCluster(folder);
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}

export function homeOfDatabase(dataDir: string): Promise<string> {
  return realpath(homeOf(dataDir));
}

/** The process of the database server, or null when none runs. */
export async function findDatabase(dataDir: string): Promise<number | null> {
  const home = await homeOfDatabase(dataDir).catch(() => null);
  const lock = home === null ? null : await readLockFile(dataFolderOf(home));
  return lock?.pid ?? null;
}
