import { sql, type Transaction } from 'kysely';
import type { Db } from '../db/connect.ts';
import type { DB } from '../db/schema.generated.ts';

const columns = [
  'id',
  'slug',
  'kind',
  'roundNumber',
  'titleKo',
  'titleEn',
  'leadKo',
  'leadEn',
  'rulesKo',
  'rulesEn',
  'officialSource',
  'seats',
  'scored',
  'opensAt',
  'closesAt',
  'endsBy',
] as const;

/** Every question that was opened, with what became of it. */
export function listQuestions(db: Db) {
  return opened(db).orderBy('question.position').orderBy('question.id').execute();
}

export function findQuestion(db: Db, slug: string) {
  return opened(db).where('question.slug', '=', slug).executeTakeFirst();
}

function opened(db: Db) {
  return db
    .selectFrom('question')
    .leftJoinLateral(
      (e) =>
        e
          .selectFrom('resolution')
          .select(['version', 'outcome', 'knownAt', 'publishedAt', 'provisional'])
          .whereRef('resolution.questionId', '=', 'question.id')
          .orderBy('version', 'desc')
          .limit(1)
          .as('latest'),
      (join) => join.onTrue(),
    )
    .select(columns)
    .select(['version', 'outcome', 'knownAt', 'publishedAt', 'provisional'])
    .where('isDraft', '=', false);
}

export type QuestionRow = NonNullable<Awaited<ReturnType<typeof findQuestion>>>;

export function listOptions(db: Db) {
  return db
    .selectFrom('questionOption')
    .select(['questionId', 'slug', 'labelKo', 'labelEn', 'shortKo', 'shortEn', 'companySlug'])
    .orderBy('questionId')
    .orderBy('position')
    .execute();
}

export type OptionRow = Awaited<ReturnType<typeof listOptions>>[number];

export function listOptionsOf(db: Db, questionId: number): Promise<OptionRow[]> {
  return db
    .selectFrom('questionOption')
    .select(['questionId', 'slug', 'labelKo', 'labelEn', 'shortKo', 'shortEn', 'companySlug'])
    .where('questionId', '=', questionId)
    .orderBy('position')
    .execute();
}

/** Waits for every forecast on its way through the gate, and keeps the gate shut until the transaction ends. */
export async function lockGate(tx: Transaction<DB>, questionId: number): Promise<void> {
  await sql`select pg_advisory_xact_lock(question_lock_class(), ${questionId})`.execute(tx);
}

/** Sets the close to the database's now, unless it has passed already. @returns when it closes */
export async function closeNow(tx: Transaction<DB>, questionId: number): Promise<Date | null> {
  const row = await tx
    .updateTable('question')
    .set({ closesAt: sql<Date>`greatest(least(closes_at, ends_by, now_at()), opens_at)` })
    .where('id', '=', questionId)
    .returning('closesAt')
    .executeTakeFirst();
  return row?.closesAt ?? null;
}

/**
 * Sets when a question that is still open closes: never before the database's now, so that no forecast becomes late
 * afterwards; null where the time is unknown. @returns false where it is closed already
 */
export async function closeAt(tx: Transaction<DB>, questionId: number, at: Date | null): Promise<boolean> {
  const row = await tx
    .updateTable('question')
    .set({
      closesAt: at === null ? null : sql<Date>`greatest(${at}::timestamptz, now_at(), opens_at)`,
    })
    .where('id', '=', questionId)
    .where((e) => e.or([e('closesAt', 'is', null), e('closesAt', '>', sql<Date>`now_at()`)]))
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** The database's clock: the one that judges phases. */
export async function readClock(db: Db): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`select now_at() as now`.execute(db);
  const [row] = rows;
  if (!row) throw new Error('The database told no time.');
  return row.now;
}
