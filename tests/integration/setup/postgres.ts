import { access, constants, mkdtemp, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { TestProject } from 'vitest/node';
import { connect } from '#lib/server/platform/db/connect.ts';
import { seed } from '#lib/server/questions/contest/seed.ts';
import { openEmbedded } from '#lib/server/platform/db/embedded/server.ts';
import { grantToApp, migrateToLatest } from '#lib/server/platform/db/migrate.ts';
import { makeClockSettable } from '#lib/server/platform/db/settable-clock.ts';
import { createLog } from '#lib/server/platform/log.ts';
import { accountFor } from '#lib/server/platform/db/embedded/binaries.ts';
import { startPoolerOf } from '../../rig/pgbouncer.ts';
import { atPort, type Place } from '../../rig/postgres.ts';
import { Services } from '../../rig/service.ts';
import { freePort } from '../../setup/site.ts';
import { SEEDED, UNSEEDED, urlOf } from './url.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    postgres: Postgres;
  }
}

/** Addresses of the one server of a run, each with the role that it connects as. */
interface Postgres {
  /** Superuser, on the server's maintenance database. */
  adminUrl: string;
  /** Owner of the schema, on the template that is migrated and seeded. */
  ownerUrl: string;
  /** The application's role, on the same template; through PgBouncer where the run has one. */
  appUrl: string;
  /** Port of the server itself. */
  port: number;
}

/** The data is discarded with the run. */
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

/** Starts one PostgreSQL for the whole run and makes the two templates. */
export default async function startPostgres({ provide }: TestProject): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(join(await findRoom(), 'final-two-tests-'));
  const server = await openEmbedded({ dataDir, log: createLog('error'), settings: SETTINGS });
  const services = new Services(dataDir);
  const stop = async () => {
    await services.end();
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    const { ownerUrl, appUrl } = server;
    await createDatabase(ownerUrl, UNSEEDED);
    await migrate(urlOf(ownerUrl, UNSEEDED), appUrl);
    await createDatabase(ownerUrl, SEEDED, UNSEEDED);
    await seedTemplate(urlOf(ownerUrl, SEEDED));
    provide('postgres', {
      adminUrl: urlOf(server.adminUrl, 'postgres'),
      ownerUrl: urlOf(ownerUrl, SEEDED),
      appUrl: urlOf(await poolerOf(appUrl, { services, folder: dataDir }), SEEDED),
      port: Number(new URL(ownerUrl).port),
    });
  } catch (error) {
    await stop();
    throw error;
  }
  return stop;
}

/**
 * Starts PgBouncer in transaction mode where `TEST_PGBOUNCER` is set, to its `max_prepared_statements`.
 *
 * @returns the address that the application is to use
 */
async function poolerOf(appUrl: string, place: Omit<Place, 'account'>): Promise<string> {
  const setting = process.env['TEST_PGBOUNCER'];
  if (!setting) return appUrl;
  const port = await freePort();
  const account = accountFor(place.folder);
  await startPoolerOf({ ...place, account }, { url: appUrl, port, maxPreparedStatements: Number(setting) });
  return atPort(appUrl, port);
}

/** In memory where there is room: a database is three hundred files. */
async function findRoom(): Promise<string> {
  try {
    await access(MEMORY, constants.W_OK);
    const { bavail, bsize } = await statfs(MEMORY);
    return bavail * bsize > ROOM_BYTES ? MEMORY : tmpdir();
  } catch {
    return tmpdir();
  }
}

async function createDatabase(ownerUrl: string, name: string, template = 'template1'): Promise<void> {
  const { db, close } = connect(ownerUrl, { max: 1 });
  await sql`create database ${sql.id(name)} template ${sql.id(template)}`.execute(db);
  await close();
}

/** Migrates and lets `final_two.now` set the clock of a session, which only tests and replays do. */
async function migrate(ownerUrl: string, appUrl: string): Promise<void> {
  await migrateToLatest(ownerUrl);
  await grantToApp(ownerUrl, appUrl);
  const { db, close } = connect(ownerUrl, { max: 1 });
  await makeClockSettable(db);
  await close();
}

async function seedTemplate(ownerUrl: string): Promise<void> {
  const { db, close } = connect(ownerUrl, { max: 1 });
  await seed(db);
  await close();
}
