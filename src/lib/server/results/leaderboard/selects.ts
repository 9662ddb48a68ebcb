import type { Db } from '../../platform/db/connect.ts';
import { type Expression, sql } from 'kysely';
import { HANDLE_ORDER, type JsonRows, prefixPattern, together } from '../../platform/db/sql.ts';
import { selectLastBefore } from '../../forecasts/queries.ts';
import {
  allEntries,
  type EntriesRequest,
  isNear,
  NOBODY,
  selectBoard,
  selectLeftOut,
  selectScoresOf,
} from './queries.ts';

/** Select of the score lines of an account: points per forecast and option, the first `limit` in every resolution version. */
function selectLines(db: Db, accountId: number, limit: number) {
  return db
    .selectFrom('score')
    .innerJoinLateral(
      (e) =>
        e
          .selectFrom('scoreLine')
          .selectAll('scoreLine')
          .whereRef('scoreLine.questionId', '=', 'score.questionId')
          .whereRef('scoreLine.version', '=', 'score.version')
          .whereRef('scoreLine.accountId', '=', 'score.accountId')
          .orderBy('seq')
          .limit(limit)
          .as('line'),
      (join) => join.onTrue(),
    )
    .innerJoin('forecast', (join) =>
      join.onRef('forecast.questionId', '=', 'line.questionId').onRef('forecast.seq', '=', 'line.seq'),
    )
    .select(['line.questionId', 'line.version', 'line.fromAt', 'line.untilAt', 'line.seq'])
    .select(['line.peerMicro', 'line.baselineMicro', 'forecast.permille'])
    .where('score.accountId', '=', accountId)
    .where('forecast.permille', 'is not', null)
    .$narrowType<{ permille: number[] }>()
    .orderBy('line.seq');
}

/** Score lines of an account in one resolution version, after a `seq`. */
export function listLinesOf(
  db: Db,
  accountId: number,
  {
    questionId,
    version,
    after,
    limit,
  }: { questionId: number; version: number; after: number; limit: number },
) {
  return db
    .selectFrom('scoreLine as line')
    .innerJoin('forecast', (join) =>
      join.onRef('forecast.questionId', '=', 'line.questionId').onRef('forecast.seq', '=', 'line.seq'),
    )
    .select(['line.questionId', 'line.version', 'line.fromAt', 'line.untilAt', 'line.seq'])
    .select(['line.peerMicro', 'line.baselineMicro', 'forecast.permille'])
    .where('line.questionId', '=', questionId)
    .where('line.version', '=', version)
    .where('line.accountId', '=', accountId)
    .where('line.seq', '>', after)
    .where('forecast.permille', 'is not', null)
    .$narrowType<{ permille: number[] }>()
    .orderBy('line.seq')
    .limit(limit)
    .execute();
}

// Selects that other features read in one statement with theirs.

/** Selects of what scores an account has; of score lines the first `mostLines` in every resolution version. */
export function selectScores(db: Db, accountId: number, mostLines: number) {
  return {
    versions: selectVersionScores(db, accountId),
    options: selectOptionsScored(db, accountId),
    late: selectLate(db, accountId),
    lines: selectLines(db, accountId, mostLines),
  };
}

type ScoreSelects = ReturnType<typeof selectScores>;

export type ScoreRecords = { [Name in keyof ScoreSelects]: JsonRows<ScoreSelects[Name]> };

/** Select of an account's entry on the latest board over all questions, and how many that ranks; none before a result. */
export function selectStanding(db: Db, accountId: number) {
  return allEntries(db)
    .innerJoin(selectBoard(db, 'all').as('latest'), (join) =>
      join.onRef('latest.kind', '=', 'boardEntry.kind').onRef('latest.edition', '=', 'boardEntry.edition'),
    )
    .select('latest.ranked')
    .where('latest.questions', '>', 0)
    .where('boardEntry.accountId', '=', accountId);
}

export type StandingRecord = JsonRows<ReturnType<typeof selectStanding>>[number];

/** Select of the last place among those that a resolution version ranked, which an index holds: their number. */
export function selectLastPlace(
  db: Db,
  questionId: number | Expression<number>,
  version: number | Expression<number>,
) {
  return db
    .selectFrom('score')
    .select('place')
    .where('score.questionId', '=', questionId)
    .where('score.version', '=', version)
    .where('place', 'is not', null)
    .orderBy('place', 'desc')
    .limit(1);
}

/** All resolution versions of the questions on which an account has a score, latest first; annulled ones have no score. */
function selectVersionScores(db: Db, accountId: number) {
  return db
    .selectFrom('resolution as r')
    .innerJoin('question as q', 'q.id', 'r.questionId')
    .leftJoin('score as s', (join) =>
      join
        .onRef('s.questionId', '=', 'r.questionId')
        .onRef('s.version', '=', 'r.version')
        .on('s.accountId', '=', accountId),
    )
    .select(['q.id as questionId', 'q.slug', 'q.titleKo', 'q.titleEn'])
    .select(['r.version', 'r.outcome', 'r.knownAt', 'r.publishedAt'])
    .select(sql<Date | null>`provisional_until(r)`.as('provisionalUntil'))
    .select(['peerMicro', 'baselineMicro', 'coverageMillionths', 'brierMillionths', 'rank'])
    .select((e) => selectLastPlace(db, e.ref('r.questionId'), e.ref('r.version')).as('ranked'))
    .where('r.questionId', 'in', (e) =>
      e.selectFrom('score').select('score.questionId').where('score.accountId', '=', accountId),
    )
    .orderBy('q.position')
    .orderBy('q.id')
    .orderBy('r.version', 'desc');
}

/** The options of the questions on which an account has a score. */
function selectOptionsScored(db: Db, accountId: number) {
  return db
    .selectFrom('questionOption')
    .select(['questionId', 'slug', 'shortKo', 'shortEn'])
    .where('questionId', 'in', (e) =>
      e.selectFrom('score').select('score.questionId').where('score.accountId', '=', accountId),
    )
    .orderBy('questionId')
    .orderBy('position');
}

/** Per question, number of forecasts that an account made after the latest result was public. */
function selectLate(db: Db, accountId: number) {
  return db
    .with('latest', (q) =>
      q
        .selectFrom('resolution')
        .distinctOn('questionId')
        .select(['questionId', 'knownAt'])
        .orderBy('questionId')
        .orderBy('version', 'desc'),
    )
    .selectFrom('forecast')
    .innerJoin('latest', 'latest.questionId', 'forecast.questionId')
    .select('forecast.questionId')
    .select(sql<number>`count(*)::int`.as('late'))
    .where('forecast.accountId', '=', accountId)
    .where('forecast.permille', 'is not', null)
    .whereRef('forecast.madeAt', '>=', 'latest.knownAt')
    .groupBy('forecast.questionId');
}

/** Select of an account's last standing forecast on each question that is resolved and not annulled. */
export function selectLastForecasts(db: Db, accountId: number) {
  return db
    .with('latest', (q) =>
      q
        .selectFrom('resolution')
        .distinctOn('questionId')
        .select(['questionId', 'outcome', 'knownAt'])
        .orderBy('questionId')
        .orderBy('version', 'desc'),
    )
    .selectFrom('latest')
    .innerJoin('question', 'question.id', 'latest.questionId')
    .innerJoinLateral(
      (e) =>
        selectLastBefore(
          db,
          accountId,
          e.ref('latest.questionId'),
          sql<Date>`least(latest.known_at, question.closes_at)`,
        ).as('last'),
      (join) => join.onTrue(),
    )
    .select(['latest.outcome', 'last.permille'])
    .where('latest.outcome', 'is not', null)
    .where('last.permille', 'is not', null)
    .$narrowType<{ outcome: boolean[]; permille: number[] }>();
}

export type LastForecastRecord = JsonRows<ReturnType<typeof selectLastForecasts>>[number];

/** In one statement what scores an account has; see `selectScores`. */
export function readScores(db: Db, accountId: number, mostLines: number) {
  return together(db, selectScores(db, accountId, mostLines));
}

/** In one statement the scores of a page, of an account with its neighbours and of the author, and those of the references. */
export function readScoreEntries(db: Db, questionId: number, version: number, request: EntriesRequest) {
  const { from, to, around, search, mostFound, accountId } = request;
  const all = selectScoresOf(db, questionId, version);
  const mine = all.where('score.accountId', '=', accountId ?? NOBODY);
  return together(db, {
    rows: search
      ? all.where('handleKey', 'like', prefixPattern(search)).orderBy(HANDLE_ORDER).limit(mostFound)
      : all.where('place', '>=', from).where('place', '<=', to).orderBy('place'),
    near: all.where(isNear(mine.clearSelect().select('place'), around)).orderBy('place'),
    mine,
    author: all.where('account.isAuthor', '=', true),
    sums: selectReferences(db, questionId, version),
  });
}

/** In one statement the entries that are left out now, and the last place of those ranked at publication. */
export function readRanked(db: Db, questionId: number, version: number) {
  return together(db, {
    excluded: selectLeftOut(db, questionId, version),
    last: selectLastPlace(db, questionId, version),
  });
}

function selectReferences(db: Db, questionId: number, version: number) {
  return db
    .selectFrom('referenceScore')
    .select(['who', 'peerMicro', 'baselineMicro', 'coverageMillionths as coverageSum'])
    .select(sql<number>`1`.as('questions'))
    .where('questionId', '=', questionId)
    .where('version', '=', version);
}

/** Latest resolution version of every question that is resolved and not annulled, with the end of its provisional period. */
export function listResolved(db: Db) {
  return db
    .with('latest', (q) =>
      q
        .selectFrom('resolution')
        .distinctOn('questionId')
        .select(['questionId', 'version', 'outcome', 'publishedAt'])
        .select(sql<Date | null>`provisional_until(resolution)`.as('provisionalUntil'))
        .orderBy('questionId')
        .orderBy('version', 'desc'),
    )
    .selectFrom('latest')
    .innerJoin('question', 'question.id', 'latest.questionId')
    .select(['question.id', 'question.slug', 'question.kind', 'question.titleKo', 'question.titleEn'])
    .select(['latest.version', 'latest.publishedAt', 'latest.provisionalUntil'])
    .where('latest.outcome', 'is not', null)
    .orderBy('question.position')
    .orderBy('question.id')
    .execute();
}
