// Sites whose clock the test sets.
import { seed } from '#lib/server/questions/contest/seed.ts';
import type { Db } from '#lib/server/platform/db/connect.ts';
import { readClock } from '#lib/server/questions/queries.ts';
import * as resolutions from '#lib/server/results/resolutions/service.ts';
import type { Decision } from '#lib/server/results/resolutions/version.ts';
import type { BoardKind } from '#lib/types/leaderboard.ts';
import { connectAt, type Hours, hoursAfter, urlAt } from './clock.ts';
import { cloneDatabase, cloneUnseeded } from './database.ts';
import { authorId, insertForecaster, placeOn, questionId } from './factories.ts';

export interface HoursSite extends Hours {
  db: Db;
  owner: Db;
  appUrl: string;
  /** An admin's account. */
  admin: number;
}

/** The seeded site, with hours after now or after a question opened. */
export async function cloneWithHours(opening?: string): Promise<HoursSite> {
  const { db, owner, appUrl } = await cloneDatabase();
  const begin = opening ? await openingOf(db, opening) : await readClock(db);
  const admin = await insertForecaster(owner, { isAdmin: true });
  return { db, owner, appUrl, admin, ...hoursAfter(begin, appUrl) };
}

async function openingOf(db: Db, slug: string): Promise<Date> {
  const query = db.selectFrom('question').select('opensAt').where('slug', '=', slug);
  return (await query.executeTakeFirstOrThrow()).opensAt;
}

/** A site seeded at an instant, with accounts that join then. */
export async function replayFrom<Name extends string>(begin: string, names: readonly Name[]) {
  const { owner, appUrl, ownerUrl } = await cloneUnseeded();
  const founding = connectAt(ownerUrl, begin);
  await seed(founding);
  const admin = await insertForecaster(founding, { isAdmin: true });
  const ids = {} as Record<Name, number>;
  for (const name of names) ids[name] = await insertForecaster(founding);
  const nameOf = new Map<number, string>([
    [await authorId(owner), 'author'],
    ...names.map((name): [number, string] => [ids[name], name]),
  ]);
  const { timeAt, at } = hoursAfter(new Date(begin), appUrl);
  return {
    owner,
    admin,
    ids,
    timeAt,
    at,
    urlAt: (hours: number) => urlAt(appUrl, timeAt(hours).toISOString()),
    /** A forecast, or a withdrawal, so many hours after the beginning. */
    place: (hours: number, name: Name, slug: string, permille: number[] | null) =>
      placeOn(at(hours), slug, ids[name], permille),
    publish: (hours: number, slug: string, decision: Decision, expectedVersion: number) =>
      resolutions.publish(at(hours), admin, slug, decision, expectedVersion),
    scores: (slug: string, version: number) => scoresByName(owner, nameOf, slug, version),
    board: (kind: BoardKind) => boardByName(owner, nameOf, kind),
  };
}

/** Everybody's stored score of a version, by name; empty where it gave none. */
async function scoresByName(db: Db, nameOf: Map<number, string>, slug: string, version: number) {
  const rows = await db
    .selectFrom('score')
    .select(['accountId', 'peerMicro', 'baselineMicro', 'coverageMillionths', 'brierMillionths', 'rank'])
    .where('questionId', '=', await questionId(db, slug))
    .where('version', '=', version)
    .execute();
  return Object.fromEntries(
    rows.map(({ accountId, ...score }) => [nameOf.get(accountId) ?? `account ${accountId}`, score]),
  );
}

/** Everybody's entry of the latest edition of a board, by name; null where the board has no edition. */
async function boardByName(db: Db, nameOf: Map<number, string>, kind: BoardKind) {
  const board = await db
    .selectFrom('board')
    .select(['edition', 'ranked', 'questions'])
    .where('kind', '=', kind)
    .orderBy('edition', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!board) return null;
  const rows = await db
    .selectFrom('boardEntry')
    .select(['accountId', 'rank', 'peerMicro', 'baselineMicro', 'coverageMillionths', 'questions'])
    .where('kind', '=', kind)
    .where('edition', '=', board.edition)
    .execute();
  const entries = Object.fromEntries(
    rows.map(({ accountId, ...entry }) => [nameOf.get(accountId) ?? `account ${accountId}`, entry]),
  );
  return { ...board, entries };
}
