import { sql } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import { HANDLE_ORDER, prefixPattern } from '../../platform/db/sql.ts';
import type { Db } from '../../platform/db/connect.ts';
import { DAY_OF_FIRST_WEEK } from '../leaderboard/queries.ts';
import type { ReferenceSum } from '../leaderboard/rows.ts';
import type { Sum } from './compute.ts';

/**
 * Questions whose log the worker holds: scored, opened and unresolved ones, and every edition of `final`, because the result
 * of the newest edition decides all of them.
 */
export function listCachedQuestions(db: Db) {
  return db
    .selectFrom('question')
    .leftJoinLateral(
      (e) =>
        e
          .selectFrom('resolution')
          .select('outcome')
          .select(sql<boolean>`true`.as('isThere'))
          .whereRef('resolution.questionId', '=', 'question.id')
          .orderBy('version', 'desc')
          .limit(1)
          .as('latest'),
      (join) => join.onTrue(),
    )
    .select(['question.id', 'question.slug', 'question.kind', 'question.seats'])
    .select(['question.opensAt', 'question.closesAt'])
    .select((e) =>
      jsonArrayFrom(
        e
          .selectFrom('questionOption as option')
          .select(['option.slug', 'option.companySlug as company'])
          .whereRef('option.questionId', '=', 'question.id')
          .orderBy('option.position'),
      ).as('options'),
    )
    .select(sql<boolean>`latest.is_there is null and question.opens_at <= now_at()`.as('isAssumable'))
    .select(sql<boolean>`latest.is_there is not null and latest.outcome is null`.as('isAnnulled'))
    .select(sql<boolean>`latest.outcome is not null`.as('isResolved'))
    .where('question.scored', '=', true)
    .where('question.isDraft', '=', false)
    .where((e) =>
      e.or([
        e('question.kind', '=', 'final'),
        e.and([e('latest.isThere', 'is', null), e('question.opensAt', '<=', sql<Date>`now_at()`)]),
      ]),
    )
    .orderBy('question.id')
    .execute();
}

export type CachedQuestionRow = Awaited<ReturnType<typeof listCachedQuestions>>[number];

/** Edition of the official board; official sums are read again only when it changes. */
export async function findEdition(db: Db): Promise<number> {
  const { edition } = await db
    .selectFrom('board')
    .select((e) => e.fn.coalesce(e.fn.max('edition'), sql<number>`0`).as('edition'))
    .where('kind', '=', 'all')
    .executeTakeFirstOrThrow();
  return edition;
}

/** The latest results, without those of some questions. */
const counted = (without: readonly number[]) => sql`
  select latest.question_id, latest.version
    from (select distinct on (question_id) question_id, version, outcome
            from resolution order by question_id, version desc) latest
   where latest.outcome is not null and latest.question_id <> all(${without}::int[])
`;

/** Sums of official scores by account. */
export async function listOfficial(
  db: Db,
  without: readonly number[],
): Promise<(Sum & { accountId: number })[]> {
  const { rows } = await sql<Sum & { accountId: number }>`
    select account_id, sum(peer_micro)::bigint as peer_micro, sum(baseline_micro)::bigint as baseline_micro,
           sum(coverage_millionths)::bigint as coverage_sum,
           (count(*) filter (where coverage_millionths > 0))::int as questions
      from score join (${counted(without)}) counted using (question_id, version)
     group by account_id
  `.execute(db);
  return rows;
}

export async function listOfficialReferences(db: Db, without: readonly number[]): Promise<ReferenceSum[]> {
  const { rows } = await sql<ReferenceSum>`
    select who, sum(peer_micro)::bigint as peer_micro, sum(baseline_micro)::bigint as baseline_micro,
           sum(coverage_millionths)::bigint as coverage_sum, count(*)::int as questions
      from reference_score join (${counted(without)}) counted using (question_id, version)
     group by who
  `.execute(db);
  return rows;
}

export async function countResolved(db: Db, without: readonly number[]): Promise<number> {
  const { rows } = await sql<{
    count: number;
  }>`select count(*)::int as count from (${counted(without)}) counted`.execute(db);
  return rows[0]?.count ?? 0;
}

/** Crowd points of a question from an instant on. */
export function listPointsFrom(db: Db, questionId: number, from: Date) {
  return db
    .selectFrom('crowdPoint')
    .select(['at', 'permille'])
    .where('questionId', '=', questionId)
    .where('at', '>=', from)
    .orderBy('at')
    .execute();
}

/** When some accounts joined. */
export function listJoinTimes(db: Db, accountIds: readonly number[]) {
  return db
    .selectFrom('account')
    .select(['id', 'joinedAt'])
    .where('id', '=', sql<number>`any(${accountIds}::int[])`)
    .execute();
}

/** Some accounts, and the author. */
export function listHandles(db: Db, accountIds: readonly number[]) {
  return db
    .selectFrom('account')
    .select(['id', 'handle', 'isAuthor', 'isAdmin', 'excludedAt', 'crowdWeight'])
    .select(DAY_OF_FIRST_WEEK.as('dayOfFirstWeek'))
    .where((e) => e.or([e('id', '=', sql<number>`any(${accountIds}::int[])`), e('isAuthor', '=', true)]))
    .execute();
}

/** Accounts by handle prefix. */
export function listByPrefix(db: Db, typed: string, limit: number) {
  return db
    .selectFrom('account')
    .select('id')
    .where('handleKey', 'like', prefixPattern(typed))
    .orderBy(HANDLE_ORDER)
    .limit(limit)
    .execute();
}
