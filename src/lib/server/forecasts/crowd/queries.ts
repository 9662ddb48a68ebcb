import type { Db } from '../../platform/db/connect.ts';
import { sql } from 'kysely';

/** A row of `crowd_point` stands for the minute that begins at its `at`. */
export const POINT_MS = 60_000;

/** From when a point counts in scores, in ms since the epoch: it holds the odds at the end of its minute. */
export function countsFrom(at: Date): number {
  return at.getTime() + POINT_MS;
}

// Selects that other features read in one statement with theirs.

/** Select of when the last point of a question was recorded, as `at`; null without one. */
export function selectLastAt(db: Db, questionId: number) {
  return db
    .selectFrom('crowdPoint')
    .select((e) => e.fn.max('at').as('at'))
    .where('questionId', '=', questionId);
}

/** Select of the odds of a question that counted at an instant; none before a minute has passed. */
export function selectOddsAt(db: Db, questionId: number, instant: Date) {
  return db
    .selectFrom('crowdPoint')
    .select('permille')
    .where('questionId', '=', questionId)
    .where('at', '<=', new Date(instant.getTime() - POINT_MS))
    .orderBy('at', 'desc')
    .limit(1);
}

export interface Point {
  questionId: number;
  seq: number;
  permille: number[] | null;
  forecasters: number;
}

/**
 * Inserts the odds as the point of this minute, unless the last point has the same odds or a higher `seq`, or this minute has
 * a point.
 *
 * @returns whether the last point has these odds now
 */
export async function recordPoint(db: Db, point: Point): Promise<boolean> {
  const { questionId, seq, permille, forecasters } = point;
  const { rows } = await sql<{ isRecorded: boolean }>`
    with last as (
      select seq, forecasters = ${forecasters} and permille is not distinct from ${permille}::smallint[] as is_same
        from crowd_point where question_id = ${questionId} order by at desc limit 1
    ), written as (
      insert into crowd_point (question_id, seq, permille, forecasters)
      select ${questionId}, ${seq}, ${permille}::smallint[], ${forecasters}
       where not exists (select from last where is_same or seq > ${seq})
      on conflict do nothing
      returning question_id
    )
    select exists (select from written) or exists (select from last where is_same) as is_recorded
  `.execute(db);
  return rows[0]?.isRecorded ?? false;
}

/** The last point of every question. */
export function listLastPoints(db: Db): Promise<Point[]> {
  return db
    .selectFrom('crowdPoint')
    .distinctOn('questionId')
    .select(['questionId', 'seq', 'permille', 'forecasters'])
    .orderBy('questionId')
    .orderBy('at', 'desc')
    .execute();
}

/** The first points of one question, oldest first. */
export function listPoints(db: Db, questionId: number, limit: number) {
  return db
    .selectFrom('crowdPoint')
    .select(['at', 'permille', 'forecasters'])
    .where('questionId', '=', questionId)
    .orderBy('at')
    .limit(limit)
    .execute();
}

/** The first point, and the last point of each of `slots` equal stretches of time: one index look-up each. */
export async function listPointsBySlot(db: Db, questionId: number, slots: number) {
  const { rows } = await sql<Awaited<ReturnType<typeof listPoints>>[number]>`
    with span as (
      select min(at) as first, (max(at) - min(at)) / ${slots}::int as slot, max(at) as last
        from crowd_point where question_id = ${questionId}
    )
    select at, permille, forecasters from crowd_point, span where question_id = ${questionId} and at = first
    union all
    select point.at, point.permille, point.forecasters
      from span cross join generate_series(1, ${slots}::int) as n
     cross join lateral (
       select at, permille, forecasters from crowd_point
        where question_id = ${questionId} and at > first + (n - 1) * slot
          and at <= case n when ${slots}::int then last else first + n * slot end
        order by at desc limit 1
     ) point
     order by at
  `.execute(db);
  return rows;
}

/** The odds of questions each at an instant, from the last point until then; null where there is none. */
export async function listOddsAt(
  db: Db,
  wanted: readonly { questionId: number; at: Date }[],
): Promise<{ questionId: number; permille: number[] | null }[]> {
  const questionIds = wanted.map(({ questionId }) => questionId);
  const instants = wanted.map(({ at }) => at);
  const { rows } = await sql<{ questionId: number; permille: number[] | null }>`
    select wanted.question_id, point.permille
      from unnest(${questionIds}::int[], ${instants}::timestamptz[]) as wanted (question_id, at)
      left join lateral (
        select permille from crowd_point
         where question_id = wanted.question_id and at <= wanted.at
         order by at desc limit 1
      ) point on true
  `.execute(db);
  return rows;
}
