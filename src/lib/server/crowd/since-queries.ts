import { sql } from 'kysely';
import type { Db } from '../db/connect.ts';

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
