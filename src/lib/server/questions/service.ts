// A question as pages show it.
import { endOfForecasting, type Phase, phaseOf, type Timing } from '#lib/domain/question.ts';
import type { QuestionView } from '#lib/types/question.ts';
import type { ResolutionView } from '#lib/types/resolution.ts';
import { isoOf } from '../platform/db/sql.ts';
import type { CataloguedQuestion, QuestionSource } from './catalogue.ts';
import { type Moment, momentOf } from './moment.ts';
import {
  closeAt,
  closeNow,
  findQuestion,
  listOptionsOf,
  lockGate as lockGateOf,
  type QuestionRow,
  readClock as readDatabaseClock,
} from './queries.ts';
import type { Transaction } from 'kysely';
import type { Text } from '#lib/contest/types.ts';
import { type Actor, changeAs } from '../platform/audit/service.ts';
import type { Db } from '../platform/db/connect.ts';
import type { DB } from '../platform/db/schema.generated.ts';
import { QuestionClosedError, QuestionNotFoundError } from '../platform/errors.ts';
import type { NewNotice } from '../people/notices/queries.ts';
import * as notices from '../people/notices/service.ts';
import { isSlug } from '../http/fields.ts';
import type { Reader } from './moment-queries.ts';

/** Phase of a question at `now`. */
function phaseAt(row: QuestionRow, now: Date): Phase {
  return phaseOf(timingOf(row), now);
}

/** A question as pages show it. */
function viewOf(
  { row, content }: CataloguedQuestion,
  source: Pick<QuestionSource, 'crowd' | 'weekAgo'>,
  moment: Pick<Moment, 'now' | 'author' | 'mine'>,
): QuestionView {
  const author = moment.author.find((forecast) => forecast.questionId === row.id);
  const mine = moment.mine.find((forecast) => forecast.questionId === row.id);
  const weekAgo = source.weekAgo(row.id);
  return {
    ...content,
    phase: phaseAt(row, moment.now),
    opensAt: row.opensAt.toISOString(),
    closesAt: row.closesAt?.toISOString() ?? null,
    endsBy: row.endsBy?.toISOString() ?? null,
    resolution: resolutionOf(row, moment.now),
    crowd: source.crowd(row.id),
    ...(weekAgo && { weekAgo }),
    author: author
      ? { permille: author.permille, madeAt: isoOf(author.madeAt), carriedOver: author.carriedOver }
      : null,
    mine: mine?.permille ? { permille: mine.permille, madeAt: isoOf(mine.madeAt) } : null,
  };
}

function timingOf(row: QuestionRow): Timing {
  const { opensAt, outcome, publishedAt, finalAt } = row;
  const closesAt = endOfForecasting(row.closesAt, row.endsBy);
  const resolution = publishedAt && finalAt && { publishedAt, finalAt, annulled: outcome === null };
  return { opensAt, closesAt, resolution };
}

function resolutionOf(row: QuestionRow, now: Date): ResolutionView | null {
  const { version, outcome, knownAt, publishedAt, finalAt } = row;
  if (version === null || publishedAt === null || finalAt === null) return null;
  return {
    version,
    outcome,
    knownAt: knownAt?.toISOString() ?? null,
    publishedAt: publishedAt.toISOString(),
    provisional: now < finalAt,
    finalAt: finalAt.toISOString(),
  };
}

// Reads questions as pages show them, and closes them.

/** The database's clock, which decides phases. */
export function readClock(db: Db): Promise<Date> {
  return readDatabaseClock(db);
}

/** Exclusive lock of the forecast gate: waits for forecasts in flight, and blocks new ones until the transaction ends. */
export function lockGate(tx: Transaction<DB>, questionId: number): Promise<void> {
  return lockGateOf(tx, questionId);
}

export type { QuestionSource } from './catalogue.ts';

/** What placing a forecast needs to know of a question. */
export interface Field {
  id: number;
  slug: string;
  seats: number;
  /** Option slugs in order. */
  options: string[];
  /** Whether options are companies. */
  isOfCompanies: boolean;
  phase: Phase;
}

/** @throws QuestionNotFoundError */
export async function getField(db: Db, slug: string): Promise<Field> {
  const row = await getRow(db, slug);
  const [options, now] = await Promise.all([listOptionsOf(db, row.id), readClock(db)]);
  return {
    id: row.id,
    slug,
    seats: row.seats,
    options: options.map((option) => option.slug),
    isOfCompanies: options.some(({ companySlug }) => companySlug !== null),
    phase: phaseAt(row, now),
  };
}

/** Every opened question, in display order. */
export async function list(db: Db, source: QuestionSource, reader: Reader): Promise<QuestionView[]> {
  return listAt(await momentOf(db, source.catalogue, reader), source);
}

/** One question. @throws QuestionNotFoundError */
export async function get(
  db: Db,
  source: QuestionSource,
  reader: Reader,
  slug: string,
): Promise<QuestionView> {
  return getAt(await momentOf(db, source.catalogue, reader), source, slug);
}

/** Every opened question as of a moment, in display order. */
export function listAt(moment: Moment, source: QuestionSource): QuestionView[] {
  return moment.catalogue.questions.map((question) => viewOf(question, source, moment));
}

/** One question as of a moment. @throws QuestionNotFoundError */
export function getAt(moment: Moment, source: QuestionSource, slug: string): QuestionView {
  const question = find(moment, slug);
  return viewOf(question, source, moment);
}

/** What the catalogue holds of one question. @throws QuestionNotFoundError */
export function find({ catalogue }: Moment, slug: string): CataloguedQuestion {
  const question = catalogue.questions.find(({ row }) => row.slug === slug);
  if (!question) throw new QuestionNotFoundError(slug);
  return question;
}

/** Records of questions with the titles that the catalogue gives them, which distinguish editions. */
export function titled<Of extends { question: string; title: Text }>(
  { catalogue }: Moment,
  records: readonly Of[],
): Of[] {
  const titles = new Map(catalogue.questions.map(({ content }) => [content.slug, content.title]));
  return records.map((record) => ({ ...record, title: titles.get(record.question) ?? record.title }));
}

/**
 * Closes a question now, unless it is closed. Waits for forecasts in flight; afterwards none is accepted.
 *
 * @returns the instant from which forecasts are refused
 * @throws QuestionNotFoundError, or QuestionClosedError where a result is published
 */
export function close(db: Db, by: Actor, slug: string): Promise<Date> {
  return changeAs(db, by, async (tx) => {
    const row = await lockRow(tx, slug);
    if (row.version !== null) throw new QuestionClosedError();
    const at = await closeNow(tx, row.id);
    if (!at) throw new QuestionNotFoundError(slug);
    if (row.closesAt?.getTime() !== at.getTime())
      await notices.announce(tx, { kind: 'closed', questionId: row.id });
    return at;
  });
}

/**
 * `close` in the caller's transaction, which announces the notice.
 *
 * @returns the notice; null where the question was closed or has a result
 * @throws QuestionNotFoundError
 */
export async function closeIn(tx: Transaction<DB>, slug: string): Promise<NewNotice | null> {
  const row = await lockRow(tx, slug);
  if (row.version !== null) return null;
  const at = await closeNow(tx, row.id);
  return at && row.closesAt?.getTime() !== at.getTime() ? { kind: 'closed', questionId: row.id } : null;
}

/**
 * Sets or postpones the close of an open question, at the earliest now; null where it is unknown.
 *
 * @throws QuestionNotFoundError, or QuestionClosedError: what is closed is never opened again
 */
export function scheduleClose(db: Db, by: Actor, slug: string, at: Date | null): Promise<void> {
  return changeAs(db, by, async (tx) => {
    const row = await lockRow(tx, slug);
    if (row.version !== null || !(await closeAt(tx, row.id, at))) throw new QuestionClosedError();
    if (row.closesAt?.getTime() === at?.getTime()) return;
    await notices.announce(tx, { kind: 'closing', questionId: row.id, closesAt: at });
  });
}

async function getRow(db: Db, slug: string): Promise<QuestionRow> {
  const row = isSlug(slug) ? await findQuestion(db, slug) : undefined;
  if (!row) throw new QuestionNotFoundError(slug);
  return row;
}

/** The question, read under the exclusive lock of its gate. */
async function lockRow(tx: Transaction<DB>, slug: string): Promise<QuestionRow> {
  await lockGate(tx, (await getRow(tx, slug)).id);
  return getRow(tx, slug);
}
