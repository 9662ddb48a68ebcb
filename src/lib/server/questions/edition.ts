// Editions: when a question's options or seats change, it closes for good and a new question follows it. Forecasts are
// not carried over; forecasters are offered their old numbers as a draft.
import type { Transaction } from 'kysely';
import { carryOver } from '#lib/domain/carry-over.ts';
import type { EditionLinks, QuestionDraft } from '#lib/types/question-admin.ts';
import type { QuestionView } from '#lib/types/question.ts';
import { type Actor, changeAs } from '../platform/audit/service.ts';
import type { Db } from '../platform/db/connect.ts';
import type { DB } from '../platform/db/schema.generated.ts';
import type { Carried } from '../forecasts/form.ts';
import { type AdminQuestion, get, lock, orRefused, refusePast } from './admin.ts';
import { insertQuestion } from './admin-queries.ts';
import type { CataloguedQuestion } from './catalogue.ts';
import * as drafts from './draft.ts';
import type { Moment } from './moment.ts';
import { ValidationError } from '../platform/errors.ts';

/** Whether a new edition may follow: only the latest edition, until it is resolved. */
export function canFollow({ isDraft, isDecided, followedBy }: AdminQuestion): boolean {
  return !isDraft && !isDecided && followedBy === null;
}

/**
 * Makes the edition that follows a question as a draft. Once opened, it closes the question.
 *
 * @throws QuestionNotFoundError, ValidationError
 */
export function prepare(db: Db, by: Actor, slug: string, draft: QuestionDraft): Promise<void> {
  return changeAs(db, by, async (tx) => {
    const old = await lock(tx, slug);
    if (!canFollow(old)) throw new ValidationError('form', 'not-possible-now');
    await refusePast(tx, draft);
    await follow(tx, slug, { announcementRule: old.draft.announcementRule ?? null, ...draft });
  });
}

/** Prepares an edition and opens it, in two transactions. @throws QuestionNotFoundError, ValidationError */
export async function start(db: Db, by: Actor, slug: string, draft: QuestionDraft): Promise<void> {
  await prepare(db, by, slug, draft);
  await drafts.open(db, by, draft.slug);
}

/** Inserts the draft of an edition in the caller's transaction; the question that it follows stays as it is. */
export async function follow(tx: Transaction<DB>, slug: string, draft: QuestionDraft): Promise<void> {
  const old = await get(tx, slug);
  if (old.isDraft || old.followedBy !== null) throw new ValidationError('form', 'not-possible-now', 409);
  await insertQuestion(tx, draft, { isDraft: true, followsId: old.id, position: old.position }).catch(
    orRefused,
  );
}

/** The editions before and after a question. */
export function links({ catalogue }: Moment, slug: string): EditionLinks {
  const here = catalogue.questions.find(({ row }) => row.slug === slug)?.row;
  const linkOf = (question: CataloguedQuestion | undefined) =>
    question ? { slug: question.row.slug, title: question.content.title } : null;
  return {
    older: linkOf(here && catalogue.questions.find(({ row }) => row.id === here.followsId)),
    newer: linkOf(here && catalogue.questions.find(({ row }) => row.followsId === here.id)),
  };
}

/**
 * The reader's numbers from the previous edition, adapted to open ones on which they have never forecast, by slug. Empty for a
 * visitor.
 */
export function carried(
  { catalogue, mine }: Moment,
  questions: readonly QuestionView[],
): Map<string, Carried> {
  const latestOn = new Map(mine.map((forecast) => [forecast.questionId, forecast]));
  const offers = questions.flatMap(({ slug, phase, options, seats }): [string, Carried][] => {
    const newer = catalogue.questions.find(({ row }) => row.slug === slug);
    const older = catalogue.questions.find(({ row }) => row.id === newer?.row.followsId);
    const permille = older && latestOn.get(older.row.id)?.permille;
    if (!newer || !older || !permille || phase !== 'open' || latestOn.has(newer.row.id)) return [];
    return [
      [slug, { from: older.row.slug, permille: carryOver(older.content.options, permille, options, seats) }],
    ];
  });
  return new Map(offers);
}
