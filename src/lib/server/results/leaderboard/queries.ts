import { type Expression, type RawBuilder, sql, type Transaction } from 'kysely';
import type { BoardKind } from '#lib/types/leaderboard.ts';
import type { Db } from '../../platform/db/connect.ts';
import { HANDLE_ORDER, type JsonRows, prefixPattern, together } from '../../platform/db/sql.ts';
import type { DB } from '../../platform/db/schema.generated.ts';

// Who is new: newcomers are a filter of boards, never another score.

const DAY_MS = 24 * 60 * 60 * 1_000;
/** Accounts are newcomers for so long after joining. */
export const NEWCOMER_MS = 30 * DAY_MS;
/** Readers see the newcomers of a what-if board first for so long after joining. */
const FIRST_WEEK_MS = 7 * DAY_MS;

/** A reader's moment of joining, null for a visitor, beside the database's clock. */
interface Joined {
  now: Date;
  joinedAt: Date | null;
}

/** Whether the reader joined in the last thirty days; false for visitors. */
export function isNewcomer(joined: Joined): boolean {
  return isWithin(joined, NEWCOMER_MS);
}

/** Whether the reader joined in the last week; false for visitors. */
export function isInFirstWeek(joined: Joined): boolean {
  return isWithin(joined, FIRST_WEEK_MS);
}

function isWithin({ now, joinedAt }: Joined, ms: number): boolean {
  return joinedAt !== null && now.getTime() - joinedAt.getTime() < ms;
}

// Part of every select of a board's rows.

/** Which day it is for an account, 1 being that of joining; null after the first week, and for the author, who never joined. */
export const DAY_OF_FIRST_WEEK = sql<number | null>`
  case when not account.is_author and now_at() - account.joined_at < make_interval(secs => ${FIRST_WEEK_MS / 1_000})
       then extract(day from now_at() - account.joined_at)::int + 1 end`;

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

// Selects of a question's board that other features read in one statement with theirs.

/** Select of the entries on the board of a question, by a resolution version. */
export function selectScoresOf(db: Db, questionId: number, version: number) {
  return db
    .selectFrom('score')
    .innerJoin('account', 'account.id', 'score.accountId')
    .select(['handle', 'isAuthor', 'isAdmin', 'excludedAt', 'crowdWeight', 'rank', 'place'])
    .select(['peerMicro', 'baselineMicro', 'coverageMillionths'])
    .select([sql<number>`1`.as('questions'), DAY_OF_FIRST_WEEK.as('dayOfFirstWeek')])
    .where('questionId', '=', questionId)
    .where('version', '=', version);
}

/** Select of the entries ranked at publication whose account is flagged now. Verification changes ranks only at the next publication. */
export function selectLeftOut(
  db: Db,
  questionId: number | Expression<number>,
  version: number | Expression<number>,
) {
  return db
    .selectFrom('account')
    .innerJoin('score', 'score.accountId', 'account.id')
    .select(['score.rank', 'score.place'])
    .where(sql<boolean>`is_flagged(account)`)
    .where('questionId', '=', questionId)
    .where('version', '=', version)
    .where('rank', 'is not', null)
    .$narrowType<{ rank: number; place: number }>();
}

export type LeftOut = JsonRows<ReturnType<typeof selectLeftOut>>[number];

/** Advisory lock key. */
const BOARD_LOCK = 18007;

/** Serialises publishing, so that editions are numbered in order; taken after the questions' own locks. */
export async function lockBoards(tx: Transaction<DB>): Promise<void> {
  await sql`select pg_advisory_xact_lock(${BOARD_LOCK}, 0)`.execute(tx);
}

/** The resolution that caused a new edition. */
export interface Cause {
  questionId: number;
  version: number;
}

// Ranks are computed in one window pass over the sums, not by a join: without statistics for rows that this transaction
// has just written, the planner may choose a quadratic nested loop.
export async function insertEdition(
  tx: Transaction<DB>,
  kind: BoardKind,
  cause: Cause | null,
): Promise<void> {
  await sql`
    with counted as (
      select latest.question_id, latest.version
        from (select distinct on (question_id) question_id, version, outcome
                from resolution order by question_id, version desc) latest
        join question q on q.id = latest.question_id
       where latest.outcome is not null and (${kind} = 'all' or q.kind = ${kind})
    ), sums as (
      select s.account_id, sum(s.peer_micro)::bigint as peer_micro, sum(s.baseline_micro)::bigint as baseline_micro,
             round(sum(s.coverage_millionths)::numeric / (select count(*) from counted))::integer as coverage_millionths,
             (count(*) filter (where s.coverage_millionths > 0))::integer as questions
        from score s join counted using (question_id, version)
       group by s.account_id
    ), flagged as (
      select sums.*, questions > 0 and not is_excluded_from_ranking(a) as is_ranked
        from sums join account a on a.id = account_id
    ), placed as (
      select *, rank() over (partition by is_ranked order by peer_micro desc) as rank,
             row_number() over (partition by is_ranked order by peer_micro desc, account_id) as place
        from flagged
    ), edition as (
      insert into board (kind, edition, ranked, questions, question_id, version)
      select ${kind}, coalesce((select max(edition) from board where kind = ${kind}), 0) + 1,
             (select count(*) from placed where is_ranked), (select count(*) from counted),
             ${cause?.questionId ?? null}::integer, ${cause?.version ?? null}::integer
       where exists (select from counted) or exists (select from board where kind = ${kind})
      returning edition
    )
    insert into board_entry (kind, edition, account_id, rank, place, peer_micro, baseline_micro, coverage_millionths, questions)
    select ${kind}, edition.edition, account_id, case when is_ranked then rank end, case when is_ranked then place end,
           peer_micro, baseline_micro, coverage_millionths, questions
      from edition cross join placed
  `.execute(tx);
}
