import { sql } from 'kysely';
import type { Db } from '../db/connect.ts';

/** Options, seats and timing of a question. */
export interface TimedField {
  id: number;
  slug: string;
  seats: number;
  opensAt: Date;
  /** End of forecasting: the close or `endsBy`, whichever is first. */
  closesAt: Date | null;
  /** When a resolution was first published, which also ends forecasting. */
  resolvedAt: Date | null;
  /** Version of the latest resolution; null without one. */
  resolution: number | null;
  /** Option slugs in order. */
  options: string[];
  /** Whether options are companies. */
  isOfCompanies: boolean;
}

export function listFields(db: Db): Promise<TimedField[]> {
  return db
    .selectFrom('question')
    .innerJoin('questionOption', 'questionOption.questionId', 'question.id')
    .select(['question.id', 'question.slug', 'question.seats'])
    .select('question.opensAt')
    .select(sql<Date | null>`least(question.closes_at, question.ends_by)`.as('closesAt'))
    .select((e) =>
      e.fn
        .agg<string[]>('array_agg', ['questionOption.slug'])
        .orderBy('questionOption.position')
        .as('options'),
    )
    .select(sql<boolean>`bool_or(company_slug is not null)`.as('isOfCompanies'))
    .select((e) =>
      e
        .selectFrom('resolution')
        .select((r) => r.fn.min('publishedAt').as('at'))
        .whereRef('resolution.questionId', '=', 'question.id')
        .as('resolvedAt'),
    )
    .select((e) =>
      e
        .selectFrom('resolution')
        .select((r) => r.fn.max('version').as('version'))
        .whereRef('resolution.questionId', '=', 'question.id')
        .as('resolution'),
    )
    .where('question.isDraft', '=', false)
    .groupBy('question.id')
    .execute();
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

/** The odds of one question over time, oldest first. */
export function listPoints(db: Db, questionId: number) {
  return db
    .selectFrom('crowdPoint')
    .select(['at', 'permille', 'forecasters'])
    .where('questionId', '=', questionId)
    .orderBy('at')
    .execute();
}

/** Whether a question has more than `many` points; reads no further. */
export async function hasMorePoints(db: Db, questionId: number, many: number): Promise<boolean> {
  const beyond = await db
    .selectFrom('crowdPoint')
    .select('at')
    .where('questionId', '=', questionId)
    .orderBy('at')
    .offset(many)
    .limit(1)
    .executeTakeFirst();
  return beyond !== undefined;
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
