import { sql } from 'kysely';
import { afterAll, inject, onTestFinished } from 'vitest';
import { type Connection, connect, type Db } from '#lib/server/platform/db/connect.ts';
import { SEEDED, UNSEEDED, urlOf } from './url.ts';

/** A database as the application connects to it, with few rights, and its owner. */
export interface TestDatabase extends Connection {
  /** As migrations and the seed connect. */
  owner: Db;
  appUrl: string;
  ownerUrl: string;
}

interface Options {
  /** The template to clone; `template0` is an empty database. */
  template?: string;
  /** Most connections of the application. */
  max?: number;
}

let cloned = 0;

/** A database for one test, cloned from the seeded template and dropped when the test is over. */
export async function cloneDatabase(options: Options = {}): Promise<TestDatabase> {
  const { drop, ...database } = await clone(options);
  onTestFinished(drop);
  return database;
}

/** The same without the seed. */
export function cloneUnseeded(): Promise<TestDatabase> {
  return cloneDatabase({ template: UNSEEDED });
}

let shared: ReturnType<typeof clone> | undefined;

/** One database for all tests of a file, which must not depend on what the others leave in it. */
export function sharedDatabase(): Promise<TestDatabase> {
  return (shared ??= clone({}));
}

afterAll(async () => {
  await (await shared)?.drop();
});

async function clone({
  template = SEEDED,
  max = 20,
}: Options): Promise<TestDatabase & { drop(): Promise<void> }> {
  const postgres = inject('postgres');
  const { username } = new URL(postgres.ownerUrl);
  const name = `test_${process.pid}_${++cloned}_${Date.now().toString(36)}`;
  const maintenance = connect(postgres.adminUrl, { max: 1 });
  await sql`
    create database ${sql.id(name)} owner ${sql.id(username)}
    template ${sql.id(template)} strategy wal_log
  `.execute(maintenance.db);
  const ownerUrl = urlOf(postgres.ownerUrl, name);
  const appUrl = urlOf(postgres.appUrl, name);
  const owner = connect(ownerUrl, { max: 5 });
  const app = connect(appUrl, { max });
  return {
    ...app,
    owner: owner.db,
    appUrl,
    ownerUrl,
    async drop() {
      await app.close();
      await owner.close();
      await sql`drop database ${sql.id(name)} with (force)`.execute(maintenance.db);
      await maintenance.close();
    },
  };
}

/** An address past the pooler, where there is one: for tests of what a session keeps. */
export function directUrl(url: string): string {
  return Object.assign(new URL(url), { port: new URL(inject('postgres').ownerUrl).port }).toString();
}

/** A connection of the server's superuser, closed when the test is over. */
export function connectAsAdmin(): Db {
  const { db, close } = connect(inject('postgres').adminUrl, { max: 1 });
  onTestFinished(close);
  return db;
}
