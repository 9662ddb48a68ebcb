import { type Selectable, sql, type Transaction } from 'kysely';
import type { Db } from '../platform/db/connect.ts';
import type { DB, Question } from '../platform/db/schema.generated.ts';
import type { Text } from '#lib/contest/types.ts';
import type { OptionDraft, QuestionDraft, Words } from '#lib/types/question-admin.ts';

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
  'followsId',
] as const;

/** Every opened question with its latest resolution. */
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
          .select(['version', 'outcome', 'knownAt', 'publishedAt'])
          .select(sql<Date>`final_at(resolution)`.as('finalAt'))
          .select(sql<Date>`min(published_at) over ()`.as('firstPublishedAt'))
          .whereRef('resolution.questionId', '=', 'question.id')
          .orderBy('version', 'desc')
          .limit(1)
          .as('latest'),
      (join) => join.onTrue(),
    )
    .select(columns)
    .select(['version', 'outcome', 'knownAt', 'publishedAt', 'finalAt', 'firstPublishedAt'])
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

/** Exclusive lock of the forecast gate: waits for forecasts in flight, and blocks new ones until the transaction ends. */
export async function lockGate(tx: Transaction<DB>, questionId: number): Promise<void> {
  await sql`select pg_advisory_xact_lock(question_lock_class(), ${questionId})`.execute(tx);
}

/** Closes a question now under the exclusive lock of its gate, unless it is closed or has a result. */
export async function closeUnresolved(tx: Transaction<DB>, questionId: number): Promise<void> {
  await lockGate(tx, questionId);
  const isResolved = await tx
    .selectFrom('resolution')
    .select('version')
    .where('questionId', '=', questionId)
    .limit(1)
    .executeTakeFirst();
  if (!isResolved) await closeNow(tx, questionId);
}

/** Sets the close to now, unless it has passed. @returns the close */
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
 * Sets the close of a question that is not closed, at the earliest now, so that no accepted forecast becomes late; null
 * where it is unknown. @returns false where the question is closed
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

/** The database's clock, which decides phases. */
export async function readClock(db: Db): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`select now_at() as now`.execute(db);
  const [row] = rows;
  if (!row) throw new Error('The database returned no time.');
  return row.now;
}

// Mapping between a question and its database rows.

type Row = Pick<
  Selectable<Question>,
  | 'slug'
  | 'kind'
  | 'roundNumber'
  | 'titleKo'
  | 'titleEn'
  | 'leadKo'
  | 'leadEn'
  | 'rulesKo'
  | 'rulesEn'
  | 'officialSource'
  | 'seats'
  | 'scored'
>;

export function columnsOf(draft: QuestionDraft) {
  const { slug, kind, round: roundNumber, seats, scored, closesAt, endsBy, announcementRule = null } = draft;
  return {
    ...wordColumnsOf(draft),
    slug,
    kind,
    roundNumber,
    seats,
    scored,
    announcementRule,
    closesAt,
    endsBy,
  };
}

export function wordColumnsOf({ title, lead, rules, officialSource }: Words) {
  return {
    titleKo: title.ko,
    titleEn: title.en,
    leadKo: lead.ko,
    leadEn: lead.en,
    rulesKo: rules.map(({ ko }) => ko),
    rulesEn: rules.map(({ en }) => en),
    officialSource,
  };
}

/** The words of a question from its columns. */
export function wordsOf(row: Pick<Row, keyof ReturnType<typeof wordColumnsOf>>) {
  return {
    title: { ko: row.titleKo, en: row.titleEn },
    lead: { ko: row.leadKo, en: row.leadEn },
    rules: row.rulesKo.map((ko, i): Text => ({ ko, en: row.rulesEn[i] ?? ko })),
    officialSource: row.officialSource,
  };
}

export function optionWordColumnsOf({ label, shortLabel }: OptionDraft) {
  return { labelKo: label.ko, labelEn: label.en, shortKo: shortLabel.ko, shortEn: shortLabel.en };
}

/** The content of a question from its row and those of its options. */
export function contentOf(row: Row, options: readonly OptionRow[]) {
  return {
    slug: row.slug,
    kind: row.kind,
    round: row.roundNumber,
    ...wordsOf(row),
    options: options.map((option) => ({
      slug: option.slug,
      label: { ko: option.labelKo, en: option.labelEn },
      shortLabel: { ko: option.shortKo, en: option.shortEn },
      company: option.companySlug,
    })),
    seats: row.seats,
    scored: row.scored,
  };
}
