// A question as the admin pages show it: draft, open, closed or resolved.
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
  /** Id of the edition before it. */
  followsId: number | null;
  hasForecasts: boolean;
  isDecided: boolean;
  /** Slug of the newer edition, which may be a draft; null where there is none. */
  followedBy: string | null;
  draft: QuestionDraft;
}

/** @throws QuestionNotFoundError */
export async function get(db: Db, slug: string): Promise<AdminQuestion> {
  const row = isSlug(slug) ? await findForAdmin(db, slug) : undefined;
  if (!row) throw new QuestionNotFoundError(slug);
  const options = await listOptionsOf(db, row.id);
  const { id, position, isDraft, followsId, closesAt, endsBy, announcementRule } = row;
  return {
    id,
    position,
    isDraft,
    followsId,
    hasForecasts: Boolean(row.hasForecasts),
    isDecided: Boolean(row.isDecided),
    followedBy: row.followedBy,
    draft: { ...contentOf(row, options), closesAt, endsBy, announcementRule },
  };
}

/** The question, locked after concurrent changes and forecasts of it have committed. */
export async function lock(tx: Transaction<DB>, slug: string): Promise<AdminQuestion> {
  const { id } = await get(tx, slug);
  await lockGate(tx, id);
  await lockQuestion(tx, slug);
  return get(tx, slug);
}

/** @throws ValidationError where the close or the end has passed by the database's clock */
export async function refusePast(
  db: Db,
  { closesAt, endsBy }: Pick<QuestionDraft, 'closesAt' | 'endsBy'>,
): Promise<void> {
  const now = await readClock(db);
  if (closesAt && closesAt <= now) throw new ValidationError('closesAt', 'in-the-past');
  if (endsBy && endsBy <= now) throw new ValidationError('endsBy', 'in-the-past');
}

/**
 * For a promise's `catch`: a slug that another question has, or a round that there is not, is an error of its field; a second
 * next edition is refused.
 */
export const orRefused = whereViolated({
  question_slug_key: new ValidationError('slug', 'slug-taken'),
  question_round_number_fkey: new ValidationError('roundNumber', 'unknown-choice'),
  question_follows_once: new ValidationError('form', 'not-possible-now', 409),
});
