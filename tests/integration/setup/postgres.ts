import { access, constants, mkdtemp, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { TestProject } from 'vitest/node';
import { connect } from '#lib/server/db/connect.ts';
import { openEmbedded } from '#lib/server/db/embedded/server.ts';
import { grantToApp, migrateToLatest } from '#lib/server/db/migrate.ts';
import { makeClockSettable } from '#lib/server/db/settable-clock.ts';
import { createLog } from '#lib/server/log.ts';
import { urlOf } from './url.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    ownerUrl: string;
    appUrl: string;
    /** Of the server's superuser, on its maintenance database. */
    adminUrl: string;
  }
}

/** Nothing here outlives the run, and hundreds of databases are made and dropped in it. */
const SETTINGS = {
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  autovacuum: 'off',
  shared_buffers: '256MB',
  max_wal_size: '512MB',
  max_connections: '200',
};

const MEMORY = '/dev/shm';
const ROOM_BYTES = 2 * 1024 ** 3;

/** One PostgreSQL for the whole run; its own database is the template that every file clones. */
export default async function startPostgres({ provide }: TestProject): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(join(await findRoom(), 'final-two-tests-'));
  const server = await openEmbedded({
    dataDir,
    log: createLog('error'),
    settings: SETTINGS,
  });
  try {
    await createTemplate(server.ownerUrl);
    await migrateToLatest(templateUrl(server.ownerUrl));
    await grantToApp(templateUrl(server.ownerUrl), server.appUrl);
    await letClockBeSet(templateUrl(server.ownerUrl));
  } catch (error) {
    await server.stop();
    throw error;
  }
  provide('ownerUrl', templateUrl(server.ownerUrl));
  provide('adminUrl', urlOf(server.adminUrl, 'postgres'));
  provide('appUrl', templateUrl(server.appUrl));
  return async () => {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}

/** In memory where there is room for it: a database is three hundred files, and on a disk they take their time. */
async function findRoom(): Promise<string> {
  try {
    await access(MEMORY, constants.W_OK);
    const { bavail, bsize } = await statfs(MEMORY);
    return bavail * bsize > ROOM_BYTES ? MEMORY : tmpdir();
  } catch {
    return tmpdir();
  }
}

function templateUrl(url: string): string {
  return urlOf(url, 'template_tests');
}

/** Nobody may be connected to a template while it is cloned, so it is none that a server of ours uses. */
async function createTemplate(ownerUrl: string): Promise<void> {
  const { db, close } = connect(ownerUrl, { max: 1 });
  await sql`create database template_tests`.execute(db);
  await close();
}

/** In tests alone, `final_two.now` sets the clock of a session. */
async function letClockBeSet(ownerUrl: string): Promise<void> {
  const { db, close } = connect(ownerUrl, { max: 1 });
  await makeClockSettable(db);
  await close();
}
