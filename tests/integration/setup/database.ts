import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { inject, onTestFinished } from 'vitest';
import { type Connection, connect } from '#lib/server/db/connect.ts';
import { seed } from '#lib/server/contest/seed.ts';
import type { Db } from '#lib/server/db/connect.ts';
import { urlOf } from './url.ts';

export interface TestDatabase {
  /** As the app connects: few rights. */
  app: Connection;
  /** As migrations and the seed connect. */
  owner: Connection;
  appUrl: string;
  ownerUrl: string;
}

let made = 0;

/** A database of its own, cloned from the migrated template, dropped when the test is over. */
export async function cloneDatabase({ seeded = true, max = 20 } = {}): Promise<TestDatabase> {
  const template = inject('ownerUrl');
  const name = `t_${process.pid}_${++made}_${Date.now().toString(36)}`;
  const maintenance = connect(inject('adminUrl'), { max: 1 });
  const { pathname, username } = new URL(template);
  await sql`
    create database ${sql.id(name)} owner ${sql.id(username)}
    template ${sql.id(pathname.slice(1))} strategy wal_log
  `.execute(maintenance.db);

  const ownerUrl = urlOf(template, name);
  const appUrl = urlOf(inject('appUrl'), name);
  const owner = connect(ownerUrl, { max: 5 });
  const app = connect(appUrl, { max });
  if (seeded) await seed(owner.db);
  onTestFinished(async () => {
    await app.close();
    await owner.close();
    await sql`drop database ${sql.id(name)} with (force)`.execute(maintenance.db);
    await maintenance.close();
  });
  return { app, owner, appUrl, ownerUrl };
}

let people = 0;

/** A real account, as the service makes it, but without the cost of a password. */
export async function insertForecaster(
  db: Db,
  flags: { isAdmin?: boolean; isAuthor?: boolean } = {},
): Promise<number> {
  const handle = `tester-${++people}-${randomUUID().slice(0, 6)}`;
  const { id } = await db
    .insertInto('account')
    .values({ handle, email: `${handle}@example.com`, passwordHash: 'none', ...flags })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** The id of a seeded question. */
export async function questionId(db: Db, slug: string): Promise<number> {
  const { id } = await db
    .selectFrom('question')
    .select('id')
    .where('slug', '=', slug)
    .executeTakeFirstOrThrow();
  return id;
}
