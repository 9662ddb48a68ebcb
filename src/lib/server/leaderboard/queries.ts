import { type Expression, type RawBuilder, sql } from 'kysely';
import type { BoardKind } from '#lib/types/leaderboard.ts';
import type { Db } from '../db/connect.ts';
import { HANDLE_ORDER, prefixPattern } from '../db/handle-prefix.ts';
import { type JsonRows, together } from '../db/together.ts';
import { DAY_OF_FIRST_WEEK } from './first-week-selects.ts';

/** Select of the latest stored edition of a leaderboard; none before the first result. */
export function selectBoard(db: Db, kind: BoardKind) {
  return db
    .selectFrom('board')
    .select(['kind', 'edition', 'publishedAt', 'ranked', 'questions'])
    .where('kind', '=', kind)
    .orderBy('edition', 'desc')
    .limit(1);
}

/** Latest stored edition of a leaderboard; undefined before the first result. */
export function findBoard(db: Db, kind: BoardKind) {
  return selectBoard(db, kind).executeTakeFirst();
}

type BoardRecord = NonNullable<Awaited<ReturnType<typeof findBoard>>>;

/** Select of the entries of every edition of every leaderboard. */
export function allEntries(db: Db) {
  return db
    .selectFrom('boardEntry')
    .innerJoin('account', 'account.id', 'boardEntry.accountId')
    .select(['handle', 'isAuthor', 'isAdmin', 'excludedAt', 'crowdWeight', 'rank', 'place'])
    .select(['peerMicro', 'baselineMicro', 'coverageMillionths', 'boardEntry.questions'])
    .select(DAY_OF_FIRST_WEEK.as('dayOfFirstWeek'));
}

function entries(db: Db, { kind, edition }: Pick<BoardRecord, 'kind' | 'edition'>) {
  return allEntries(db).where('kind', '=', kind).where('edition', '=', edition);
}

/** Select of the entries in a range of places, inclusive. */
function selectPlaces(db: Db, board: BoardRecord, from: number, to: number) {
  return entries(db, board).where('place', '>=', from).where('place', '<=', to).orderBy('place');
}

export type EntryRecord = JsonRows<ReturnType<typeof selectPlaces>>[number];

/** Which entries of a board a page shows. */
export interface EntriesRequest {
  from: number;
  to: number;
  /** Places above and below the account's that are read, too. */
  around: number;
  /** Prefix of handles instead of places; empty for none. */
  search: string;
  mostFound: number;
  accountId: number | null;
}

/** No account has it. */
export const NOBODY = 0;

/** In one statement the entries of a page, of an account with its neighbours and of the author, and the total scores of the references. */
export function readEntries(db: Db, board: BoardRecord, request: EntriesRequest) {
  const { from, to, around, search, mostFound, accountId } = request;
  const mine = entries(db, board).where('boardEntry.accountId', '=', accountId ?? NOBODY);
  return together(db, {
    rows: search ? searchEntries(db, board, search, mostFound) : selectPlaces(db, board, from, to),
    near: entries(db, board)
      .where(isNear(mine.clearSelect().select('place'), around))
      .orderBy('place'),
    mine,
    author: entries(db, board).where('account.isAuthor', '=', true),
    sums: selectReferenceSums(db, board.kind),
  });
}

/** Select of the entries whose handle starts with a text, an exact match first. */
function searchEntries(db: Db, board: BoardRecord, handle: string, limit: number) {
  return entries(db, board)
    .where('handleKey', 'like', prefixPattern(handle))
    .orderBy(HANDLE_ORDER)
    .limit(limit);
}

/** Select of the total scores of the references over all questions of a leaderboard. */
function selectReferenceSums(db: Db, kind: BoardKind) {
  return db
    .with('latest', (q) =>
      q
        .selectFrom('resolution')
        .innerJoin('question', 'question.id', 'resolution.questionId')
        .distinctOn('resolution.questionId')
        .select(['resolution.questionId', 'resolution.version', 'resolution.outcome', 'question.kind'])
        .orderBy('resolution.questionId')
        .orderBy('resolution.version', 'desc'),
    )
    .selectFrom('latest')
    .innerJoin('referenceScore', (join) =>
      join
        .onRef('referenceScore.questionId', '=', 'latest.questionId')
        .onRef('referenceScore.version', '=', 'latest.version'),
    )
    .select('who')
    .select(sql<number>`sum(peer_micro)::bigint`.as('peerMicro'))
    .select(sql<number>`sum(baseline_micro)::bigint`.as('baselineMicro'))
    .select(sql<number>`sum(coverage_millionths)::bigint`.as('coverageSum'))
    .select(sql<number>`count(*)::int`.as('questions'))
    .where('latest.outcome', 'is not', null)
    .$call((q) => (kind === 'all' ? q : q.where('latest.kind', '=', kind)))
    .groupBy('who');
}

/** Whether a row's place is at most `around` from the one place that a select gives; false where it gives none. */
export function isNear(place: Expression<{ place: number | null }>, around: number): RawBuilder<boolean> {
  return sql<boolean>`place between (${place}) - ${around}::int and (${place}) + ${around}::int`;
}
