// A question as an admin sees it, in whatever state: a draft, opened, decided.
import type { Transaction } from 'kysely';
import type { QuestionDraft } from '#lib/types/question-admin.ts';
import type { Db } from '../db/connect.ts';
import type { DB } from '../db/schema.generated.ts';
import { QuestionNotFoundError, ValidationError, whereViolated } from '../errors.ts';
import { isSlug } from '../slug.ts';
import { findForAdmin, lockQuestion } from './admin-queries.ts';
import { lockGate, listOptionsOf, readClock } from './queries.ts';
import { contentOf } from './question-columns.ts';

export interface AdminQuestion {
  id: number;
  position: number;
  isDraft: boolean;
  hasForecasts: boolean;
  isDecided: boolean;
  /** A newer edition goes on from it. */
  isFollowed: boolean;
  draft: QuestionDraft;
}

/** @throws QuestionNotFoundError */
export async function get(db: Db, slug: string): Promise<AdminQuestion> {
  const row = isSlug(slug) ? await findForAdmin(db, slug) : undefined;
  if (!row) throw new QuestionNotFoundError(slug);
  const options = await listOptionsOf(db, row.id);
  const { id, position, isDraft } = row;
  return {
    id,
    position,
    isDraft,
    hasForecasts: Boolean(row.hasForecasts),
    isDecided: Boolean(row.isDecided),
    isFollowed: Boolean(row.isFollowed),
    draft: { ...contentOf(row, options), closesAt: row.closesAt, endsBy: row.endsBy },
  };
}

/** As it stands once everybody else’s change of it, and every forecast on its way, is through. */
export async function lock(tx: Transaction<DB>, slug: string): Promise<AdminQuestion> {
  const { id } = await get(tx, slug);
  await lockGate(tx, id);
  await lockQuestion(tx, slug);
  return get(tx, slug);
}

/** @throws ValidationError where a time has passed by the database’s clock: nothing may open so */
export async function refusePast(
  db: Db,
  { closesAt, endsBy }: Pick<QuestionDraft, 'closesAt' | 'endsBy'>,
): Promise<void> {
  const now = await readClock(db);
  if (closesAt && closesAt <= now) throw new ValidationError('closesAt', 'in-the-past');
  if (endsBy && endsBy <= now) throw new ValidationError('endsBy', 'in-the-past');
}

/** For a promise’s `catch`: an address that another question has is a fault of the field where it was typed. */
export const orSlugTaken = whereViolated({
  question_slug_key: new ValidationError('slug', 'slug-taken'),
});
