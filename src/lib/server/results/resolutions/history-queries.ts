import { type Expression, sql } from 'kysely';
import type { Db } from '../../platform/db/connect.ts';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import { selectLogOn } from '../../forecasts/queries.ts';
import { selectLastPlace } from '../leaderboard/selects.ts';
import { OWN_FORECAST_ROWS } from './own-forecast.ts';
import { selectVersions } from './queries.ts';

/** Totals of all accounts on the latest leaderboard over all questions. */
export function listBoardTotals(db: Db) {
  return db
    .selectFrom('boardEntry')
    .select(['accountId', 'peerMicro', 'questions'])
    .where('kind', '=', 'all')
    .where('edition', '=', (e) =>
      e
        .selectFrom('board')
        .select((b) => b.fn.coalesce(b.fn.max('edition'), sql<number>`0`).as('edition'))
        .where('kind', '=', 'all'),
    )
    .execute();
}

/** Scores of all accounts in the latest resolution version of a question; empty when it has none. */
export function listScoresOf(db: Db, questionId: number) {
  return db
    .selectFrom('score')
    .select(['accountId', 'peerMicro', 'coverageMillionths'])
    .where('questionId', '=', questionId)
    .where('version', '=', (e) =>
      e
        .selectFrom('resolution')
        .select((r) => r.fn.coalesce(r.fn.max('version'), sql<number>`0`).as('version'))
        .where('questionId', '=', questionId),
    )
    .execute();
}

/** Accounts that have forecast on any of these questions: they are notified of a result or a close. */
export async function countForecasters(db: Db, questionIds: readonly number[]): Promise<number> {
  const { count } = await db
    .selectFrom('standing')
    .select((e) => e.fn.count<number>('accountId').distinct().as('count'))
    .where('questionId', '=', sql<number>`any(${questionIds}::int[])`)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Handles by account. */
export async function listHandles(
  db: Db,
  accounts: readonly { accountId: number }[],
): Promise<Map<number, string>> {
  const rows = await db
    .selectFrom('account')
    .select(['id', 'handle'])
    .where('id', '=', sql<number>`any(${accounts.map(({ accountId }) => accountId)}::int[])`)
    .execute();
  return new Map(rows.map(({ id, handle }) => [id, handle]));
}

/** A resolution version: values of the row around the select. */
interface VersionRef {
  questionId: Expression<number>;
  version: Expression<number>;
}

/** Select of the rank changes on the overall leaderboard caused by a resolution version, best rank first. */
function selectRankChanges(db: Db, { questionId, version }: VersionRef, limit: number) {
  return db
    .selectFrom('board')
    .innerJoin('boardEntry as after', (join) =>
      join.onRef('after.kind', '=', 'board.kind').onRef('after.edition', '=', 'board.edition'),
    )
    .innerJoin('account', 'account.id', 'after.accountId')
    .leftJoin('boardEntry as before', (join) =>
      join
        .onRef('before.kind', '=', 'board.kind')
        .on('before.edition', '=', sql<number>`board.edition - 1`)
        .onRef('before.accountId', '=', 'after.accountId'),
    )
    .select(['account.handle', 'before.rank as rankBefore', 'after.rank as rankAfter'])
    .select(sql<number>`after.peer_micro - coalesce(before.peer_micro, 0)`.as('peerMicro'))
    .where('board.kind', '=', 'all')
    .where('board.questionId', '=', questionId)
    .where('board.version', '=', version)
    .where('after.rank', 'is not', null)
    .where(sql<boolean>`after.rank is distinct from before.rank`)
    .orderBy('after.place')
    .limit(limit);
}

/** Select of the accounts that lost their rank by an annulment, best earlier rank first. */
function selectRankLosses(db: Db, { questionId, version }: VersionRef, limit: number) {
  return db
    .selectFrom('board')
    .innerJoin('boardEntry as before', (join) =>
      join.onRef('before.kind', '=', 'board.kind').on('before.edition', '=', sql<number>`board.edition - 1`),
    )
    .innerJoin('account', 'account.id', 'before.accountId')
    .leftJoin('boardEntry as after', (join) =>
      join
        .onRef('after.kind', '=', 'board.kind')
        .onRef('after.edition', '=', 'board.edition')
        .onRef('after.accountId', '=', 'before.accountId'),
    )
    .select(['account.handle', 'before.rank as rankBefore', 'after.rank as rankAfter'])
    .select(sql<number>`coalesce(after.peer_micro, 0) - before.peer_micro`.as('peerMicro'))
    .where('board.kind', '=', 'all')
    .where('board.questionId', '=', questionId)
    .where('board.version', '=', version)
    .where('before.rank', 'is not', null)
    .where(sql<boolean>`after.rank is distinct from before.rank`)
    .orderBy('before.place')
    .limit(limit);
}

/**
 * In one statement all versions of a question's resolution, oldest first, each with the decider's newest forecasts when it
 * was published, how many it ranked, and the first rank changes that it caused.
 */
export function listHistory(db: Db, questionId: number, mostChanges: number) {
  return selectVersions(db, questionId)
    .select((e) => {
      const of = { questionId: e.ref('resolution.questionId'), version: e.ref('resolution.version') };
      const log = { limit: OWN_FORECAST_ROWS, until: e.ref('resolution.publishedAt') };
      return [
        jsonArrayFrom(selectLogOn(db, e.ref('resolution.decidedBy'), questionId, log)).as('deciderLog'),
        selectLastPlace(db, of.questionId, of.version).as('ranked'),
        e
          .case()
          .when('resolution.outcome', 'is not', null)
          .then(jsonArrayFrom(selectRankChanges(db, of, mostChanges)))
          .else(jsonArrayFrom(selectRankLosses(db, of, mostChanges)))
          .end()
          .as('rankChanges'),
      ];
    })
    .execute();
}

export type HistoryRow = Awaited<ReturnType<typeof listHistory>>[number];
