import { sql, type Transaction } from 'kysely';
import type { QuestionDraft, Words } from '#lib/types/question-admin.ts';
import type { Db } from '../platform/db/connect.ts';
import type { DB } from '../platform/db/schema.generated.ts';
import { columnsOf, optionWordColumnsOf, wordColumnsOf } from './queries.ts';

type Tx = Transaction<DB>;

/** Every draft, newest first, with the slug of the question that it follows. */
export function listDrafts(db: Db) {
  return db
    .selectFrom('question')
    .leftJoin('question as older', 'older.id', 'question.followsId')
    .select(['question.slug', 'question.titleKo', 'older.slug as follows'])
    .where('question.isDraft', '=', true)
    .orderBy('question.id', 'desc')
    .execute();
}

/** A question in any state, with its newer edition and whether it has forecasts or a resolution. */
export function findForAdmin(db: Db, slug: string) {
  return db
    .selectFrom('question')
    .select(['id', 'slug', 'kind', 'position', 'roundNumber', 'isDraft', 'seats', 'scored'])
    .select(['titleKo', 'titleEn', 'leadKo', 'leadEn', 'rulesKo', 'rulesEn', 'officialSource'])
    .select(['closesAt', 'endsBy', 'announcementRule', 'followsId'])
    .select((e) => [
      e
        .exists(e.selectFrom('forecast').select('seq').whereRef('questionId', '=', 'question.id'))
        .as('hasForecasts'),
      e
        .exists(e.selectFrom('resolution').select('version').whereRef('questionId', '=', 'question.id'))
        .as('isDecided'),
      e
        .selectFrom('question as newer')
        .select('newer.slug')
        .whereRef('newer.followsId', '=', 'question.id')
        .orderBy('newer.id', 'desc')
        .limit(1)
        .as('followedBy'),
    ])
    .where('slug', '=', slug)
    .executeTakeFirst();
}

/** Row lock on a question until the transaction ends. */
export async function lockQuestion(tx: Tx, slug: string): Promise<void> {
  await tx.selectFrom('question').select('id').where('slug', '=', slug).forUpdate().execute();
}

/** Where a question is listed: last by default; an edition takes the position of the one that it follows. */
export interface Place {
  isDraft: boolean;
  position?: number;
  followsId?: number;
}

export async function insertQuestion(tx: Tx, draft: QuestionDraft, place: Place): Promise<number> {
  const { id } = await tx
    .insertInto('question')
    .values({
      ...columnsOf(draft),
      isDraft: place.isDraft,
      followsId: place.followsId ?? null,
      position: place.position ?? sql<number>`(select coalesce(max(position), -1) + 1 from question)`,
      opensAt: sql<Date>`now_at()`,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await insertOptions(tx, id, draft);
  return id;
}

export async function updateDraft(tx: Tx, id: number, draft: QuestionDraft): Promise<void> {
  await tx
    .updateTable('question')
    .set({ ...columnsOf(draft), opensAt: sql<Date>`now_at()` })
    .where('id', '=', id)
    .execute();
}

export async function replaceOptions(tx: Tx, id: number, draft: QuestionDraft): Promise<void> {
  await tx.deleteFrom('questionOption').where('questionId', '=', id).execute();
  await insertOptions(tx, id, draft);
}

export async function deleteDraft(tx: Tx, id: number): Promise<void> {
  await tx.deleteFrom('questionOption').where('questionId', '=', id).execute();
  await tx.deleteFrom('question').where('id', '=', id).execute();
}

export async function setOpen(tx: Tx, id: number): Promise<void> {
  await tx
    .updateTable('question')
    .set({ isDraft: false, opensAt: sql<Date>`now_at()` })
    .where('id', '=', id)
    .execute();
}

/** Updates only the words of a question and, by position, of its options. */
export async function updateWords(tx: Tx, id: number, words: Words): Promise<void> {
  await tx.updateTable('question').set(wordColumnsOf(words)).where('id', '=', id).execute();
  for (const [position, option] of words.options.entries()) {
    await tx
      .updateTable('questionOption')
      .set(optionWordColumnsOf(option))
      .where('questionId', '=', id)
      .where('position', '=', position)
      .execute();
  }
}

async function insertOptions(tx: Tx, questionId: number, { options }: QuestionDraft): Promise<void> {
  const rows = options.map((option, position) => ({
    questionId,
    position,
    slug: option.slug,
    companySlug: option.company,
    ...optionWordColumnsOf(option),
  }));
  await tx.insertInto('questionOption').values(rows).execute();
}
