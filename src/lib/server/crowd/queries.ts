import { sql } from 'kysely';
import type { Db } from '../db/connect.ts';

export interface LogRow {
  seq: number;
  questionId: number;
  accountId: number;
  madeAt: Date;
  permille: number[] | null;
}

/** What the keeper must know of a question to weigh and name its odds. */
export interface Field {
  questionId: number;
  slug: string;
  seats: number;
  opensAt: Date;
  /** From then on nothing is accepted: the close, or the day by which it ends where that is unknown. */
  closesAt: Date | null;
  /** When a result was first published: from then on nothing is accepted. */
  resolvedAt: Date | null;
  /** Of the latest resolution; null while there is none. */
  resolution: number | null;
  /** Option slugs in order. */
  options: string[];
}

export async function listFields(db: Db): Promise<Field[]> {
  const rows = await db
    .selectFrom('question')
    .innerJoin('questionOption', 'questionOption.questionId', 'question.id')
    .select(['question.id as questionId', 'question.slug', 'question.seats'])
    .select('question.opensAt')
    .select((e) => e.fn.coalesce('question.closesAt', 'question.endsBy').as('closesAt'))
    .select((e) =>
      sql<
        string[]
      >`array_agg(${e.ref('questionOption.slug')} order by ${e.ref('questionOption.position')})`.as(
        'options',
      ),
    )
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
  return rows;
}

/** Accounts whose forecasts are shown but never weighed: the author, admins, the excluded. */
export async function listOutsideAccounts(db: Db): Promise<number[]> {
  const rows = await db
    .selectFrom('account')
    .select('id')
    .where(sql<boolean>`is_excluded_from_ranking(account)`)
    .execute();
  return rows.map((row) => row.id);
}

/** Every account's latest row on every question, in the log's order. */
export function listStandingRows(db: Db): Promise<LogRow[]> {
  return db
    .selectFrom('standing')
    .select(['seq', 'questionId', 'accountId', 'madeAt', 'permille'])
    .orderBy('seq')
    .execute();
}

/**
 * A place in the log before which nothing is on its way any more: a transaction that drew its place longer ago than
 * `seconds` has been ended by the server.
 */
export async function findSettledSeq(db: Db, seconds: number): Promise<number> {
  const { seq } = await db
    .selectFrom('standing')
    .select((e) => e.fn.coalesce(e.fn.max('seq'), sql<number>`0`).as('seq'))
    .where('madeAt', '<', sql<Date>`now_at() - make_interval(secs => ${seconds})`)
    .executeTakeFirstOrThrow();
  return seq;
}

/** Rows of the log after a place in its order. */
export function listRowsAfter(db: Db, seq: number): Promise<LogRow[]> {
  return db
    .selectFrom('forecast')
    .select(['seq', 'questionId', 'accountId', 'madeAt', 'permille'])
    .where('seq', '>', seq)
    .orderBy('seq')
    .execute();
}

/** A stretch of the log in its order: after a place, up to another, so many rows at most. */
export function listRowsBetween(db: Db, after: number, upTo: number, limit: number): Promise<LogRow[]> {
  return db
    .selectFrom('forecast')
    .select(['seq', 'questionId', 'accountId', 'madeAt', 'permille'])
    .where('seq', '>', after)
    .where('seq', '<=', upTo)
    .orderBy('seq')
    .limit(limit)
    .execute();
}

export interface Point {
  questionId: number;
  seq: number;
  permille: number[] | null;
  forecasters: number;
}

/** Writes the odds of this minute; of several writers, the one that has read furthest in the log is kept. */
export async function writePoint(db: Db, point: Point): Promise<void> {
  await db
    .insertInto('crowdPoint')
    .values({ ...point, at: sql<Date>`date_trunc('minute', now_at(), 'UTC')` })
    .onConflict((c) =>
      c
        .columns(['questionId', 'at'])
        .doUpdateSet((e) => ({
          seq: e.ref('excluded.seq'),
          permille: e.ref('excluded.permille'),
          forecasters: e.ref('excluded.forecasters'),
        }))
        .whereRef('crowdPoint.seq', '<=', 'excluded.seq'),
    )
    .execute();
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

/** Whether a question has more points than so many; counts no further. */
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

/** The first point and the last of each of so many equal stretches of time: one look into the index for each. */
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
