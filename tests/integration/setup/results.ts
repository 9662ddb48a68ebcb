import { randomUUID } from 'node:crypto';
import { seed } from '#lib/server/contest/seed.ts';
import type { Db } from '#lib/server/db/connect.ts';
import type { Question } from '#lib/server/db/schema.generated.ts';
import * as forecasts from '#lib/server/forecasts/service.ts';
import * as resolutions from '#lib/server/resolutions/service.ts';
import type { BoardKind } from '#lib/types/leaderboard.ts';
import { connectAt, urlAt } from './clock.ts';
import { cloneDatabase, insertForecaster, questionId } from './database.ts';
import { HOUR_MS } from './hours.ts';

const EVIDENCE = 'https://www.msit.go.kr/bbs/view.do?nttSeqNo=1';

/** Places a forecast as the service does; null withdraws. */
export async function placeOn(db: Db, slug: string, accountId: number, permille: number[] | null) {
  const id = await questionId(db, slug);
  return forecasts.place(db, { accountId, questionId: id, permille, requestId: randomUUID() });
}

/** A result with one piece of evidence. */
export function resultOf(outcome: boolean[], knownAt: Date, note = ''): resolutions.Decision {
  return { result: { outcome, knownAt }, evidence: [{ url: EVIDENCE, publishedAt: knownAt }], note };
}

export function annulmentFor(note: string): resolutions.Decision {
  return { result: null, evidence: [], note };
}

interface NewQuestion {
  slug: string;
  kind: Question['kind'];
  seats: number;
  /** Slugs; of companies except on a `side` question. */
  options: readonly string[];
  opensAt: Date;
  closesAt?: Date | null;
}

/** A scored question as a migration would lay it: of any shape, opened at any time. @returns its id */
export async function insertQuestion(owner: Db, question: NewQuestion): Promise<number> {
  const { slug, kind, seats, options, opensAt, closesAt = null } = question;
  const { id } = await owner
    .insertInto('question')
    .values({
      slug,
      kind,
      seats,
      opensAt,
      closesAt,
      scored: true,
      position: 50,
      titleKo: slug,
      titleEn: slug,
      leadKo: slug,
      leadEn: slug,
      rulesKo: [slug],
      rulesEn: [slug],
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await owner
    .insertInto('questionOption')
    .values(
      options.map((option, position) => ({
        questionId: id,
        position,
        slug: option,
        labelKo: option,
        labelEn: option,
        shortKo: option,
        shortEn: option,
        companySlug: kind === 'side' ? null : option,
      })),
    )
    .execute();
  return id;
}

/** A site whose clock the test sets: the contest is seeded, and everybody joins, at the beginning. */
export async function replayFrom<Name extends string>(begin: string, names: readonly Name[]) {
  const { owner, appUrl, ownerUrl } = await cloneDatabase({ seeded: false });
  const founding = connectAt(ownerUrl, begin);
  await seed(founding);
  const admin = await insertForecaster(founding, { isAdmin: true });
  const ids = {} as Record<Name, number>;
  for (const name of names) ids[name] = await insertForecaster(founding);
  const { id: author } = await owner.db
    .selectFrom('account')
    .select('id')
    .where('isAuthor', '=', true)
    .executeTakeFirstOrThrow();
  const nameOf = new Map<number, string>([
    [author, 'author'],
    ...names.map((name): [number, string] => [ids[name], name]),
  ]);
  const timeAt = (hours: number) => new Date(Date.parse(begin) + hours * HOUR_MS);
  const connections = new Map<number, Db>();
  /** The site as it is so many hours after the beginning. */
  const at = (hours: number): Db => {
    const db = connections.get(hours) ?? connectAt(appUrl, timeAt(hours).toISOString());
    connections.set(hours, db);
    return db;
  };
  return {
    owner: owner.db,
    admin,
    ids,
    timeAt,
    at,
    /** For whoever connects to it by himself, then. */
    urlAt: (hours: number) => urlAt(appUrl, timeAt(hours).toISOString()),
    /** Somebody forecasts, or withdraws, so many hours after the beginning. */
    place: (hours: number, name: Name, slug: string, permille: number[] | null) =>
      placeOn(at(hours), slug, ids[name], permille),
    publish: (hours: number, slug: string, decision: resolutions.Decision, expectedVersion: number) =>
      resolutions.publish(at(hours), admin, slug, decision, expectedVersion),
    scores: (slug: string, version: number) => scoresByName(owner.db, nameOf, slug, version),
    board: (kind: BoardKind) => boardByName(owner.db, nameOf, kind),
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

/** What the crowd and the even forecast earned by a version. */
export async function referencesOf(db: Db, slug: string, version: number) {
  const rows = await db
    .selectFrom('referenceScore')
    .select(['who', 'peerMicro', 'baselineMicro', 'coverageMillionths'])
    .where('questionId', '=', await questionId(db, slug))
    .where('version', '=', version)
    .execute();
  return Object.fromEntries(rows.map(({ who, ...score }) => [who, score]));
}

export async function linesOf(db: Db, slug: string, version: number) {
  const rows = await db
    .selectFrom('scoreLine')
    .select(['accountId', 'seq', 'fromAt', 'untilAt', 'peerMicro', 'baselineMicro'])
    .where('questionId', '=', await questionId(db, slug))
    .where('version', '=', version)
    .orderBy('seq')
    .execute();
  // An array of bigint comes as texts.
  return rows.map((row) => ({
    ...row,
    peerMicro: row.peerMicro.map(Number),
    baselineMicro: row.baselineMicro.map(Number),
  }));
}

/**
 * The accounts whose lines do not sum to their score: every number of a line is rounded to the micro-point, and so is the
 * score.
 */
export async function accountsWhoseLinesDiffer(db: Db, slug: string, version: number): Promise<number[]> {
  const lines = await linesOf(db, slug, version);
  const scores = await db
    .selectFrom('score')
    .select(['accountId', 'peerMicro', 'baselineMicro'])
    .where('questionId', '=', await questionId(db, slug))
    .where('version', '=', version)
    .execute();
  const differing = scores.filter((score) => {
    const mine = lines.filter(({ accountId }) => accountId === score.accountId);
    const peers = mine.flatMap(({ peerMicro }) => peerMicro);
    const baselines = mine.flatMap(({ baselineMicro }) => baselineMicro);
    const slack = 0.5 * (peers.length + 1);
    return (
      Math.abs(sum(peers) - score.peerMicro) > slack || Math.abs(sum(baselines) - score.baselineMicro) > slack
    );
  });
  return differing.map(({ accountId }) => accountId);
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
