// Inserts of the shipped questions.
import { sql, type Transaction } from 'kysely';
import type { QuestionSeed } from '#lib/contest/types.ts';
import type { DB } from '../db/schema.generated.ts';

type Tx = Transaction<DB>;

export async function insertQuestion(tx: Tx, question: QuestionSeed, position: number): Promise<void> {
  const closesAt = question.closesAt === null ? null : new Date(question.closesAt);
  const endsBy = question.endsBy === null ? null : new Date(question.endsBy);
  const { id } = await tx
    .insertInto('question')
    .values({
      slug: question.slug,
      position,
      kind: question.kind,
      roundNumber: question.round,
      titleKo: question.title.ko,
      titleEn: question.title.en,
      leadKo: question.lead.ko,
      leadEn: question.lead.en,
      rulesKo: question.rules.map((rule) => rule.ko),
      rulesEn: question.rules.map((rule) => rule.en),
      officialSource: question.officialSource,
      seats: question.seats,
      scored: question.scored,
      announcementRule: question.announcementRule,
      // On a site that is seeded after the close, the question is closed from the start.
      opensAt: sql<Date>`least(now_at(), ${closesAt}::timestamptz, ${endsBy}::timestamptz)`,
      closesAt,
      endsBy,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await tx
    .insertInto('questionOption')
    .values(
      question.options.map((option, i) => ({
        questionId: id,
        position: i,
        slug: option.slug,
        labelKo: option.label.ko,
        labelEn: option.label.en,
        shortKo: option.shortLabel.ko,
        shortEn: option.shortLabel.en,
        companySlug: option.company,
      })),
    )
    .execute();
}

/** Ids of the author and of a question, and whether the question is closed. */
export function findAuthorAndQuestion(tx: Tx, slug: string) {
  return tx
    .selectFrom('account')
    .innerJoin('question', (join) => join.on('question.slug', '=', slug))
    .select(['account.id as accountId', 'question.id as questionId'])
    .select(sql<boolean>`coalesce(least(closes_at, ends_by) <= now_at(), false)`.as('isClosed'))
    .where('account.isAuthor', '=', true)
    .executeTakeFirstOrThrow();
}
