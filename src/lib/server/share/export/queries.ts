import { sql } from 'kysely';
import type { Db } from '../../platform/db/connect.ts';

/** Every question with its options in order. */
export function listQuestionOptions(
  db: Db,
): Promise<{ id: number; slug: string; options: { slug: string }[] }[]> {
  return db
    .selectFrom('question')
    .innerJoin('questionOption', 'questionOption.questionId', 'question.id')
    .select(['question.id', 'question.slug'])
    .select(
      sql<{ slug: string }[]>`
        json_agg(json_build_object('slug', question_option.slug) order by question_option.position)
      `.as('options'),
    )
    .groupBy('question.id')
    .execute();
}
