// A question as the admin pages show it: draft, open, closed or resolved.
import type { Transaction } from 'kysely';
import type { QuestionDraft, Words } from '#lib/types/question-admin.ts';
import type { Db } from '../platform/db/connect.ts';
import type { DB } from '../platform/db/schema.generated.ts';
import {
  QuestionClosedError,
  QuestionNotFoundError,
  ValidationError,
  whereViolated,
} from '../platform/errors.ts';
import { isSlug } from '../http/fields.ts';
import { findForAdmin, lockQuestion, updateWords } from './admin-queries.ts';
import {
  contentOf,
  listOptionsOf,
  lockGate,
  optionWordColumnsOf,
  readClock,
  wordColumnsOf,
} from './queries.ts';
import { isDeepStrictEqual } from 'node:util';
import { type Actor, changeAs } from '../platform/audit/service.ts';
import * as notices from '../people/notices/service.ts';
import { scheduleClose } from './service.ts';

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

// Edits of an opened question's words. Until the first forecast they are free. Afterwards an edit needs a reason, is
// public with before and after (edits.ts), and notifies everybody with a forecast on the question.

/** @throws QuestionNotFoundError, ValidationError */
export function editWords(db: Db, by: Actor, slug: string, words: Words): Promise<void> {
  return changeAs(db, by, async (tx) => {
    const { id, isDraft, hasForecasts, draft } = await lock(tx, slug);
    if (isDraft || words.options.length !== draft.options.length) {
      throw new ValidationError('form', 'not-possible-now');
    }
    if (isDeepStrictEqual(columnsOf(draft), columnsOf(words))) return;
    if (hasForecasts && !by.reason) throw new ValidationError('reason', 'reason-missing');
    await updateWords(tx, id, words);
    if (hasForecasts) await notices.announce(tx, { kind: 'edited', questionId: id });
  });
}

function columnsOf(words: Words) {
  return { ...wordColumnsOf(words), options: words.options.map(optionWordColumnsOf) };
}

// Sets the close of an opened question from the admin pages. It may be unknown only where a last day is set.

/** @throws QuestionNotFoundError, ValidationError */
export async function schedule(db: Db, by: Actor, slug: string, closesAt: Date | null): Promise<void> {
  const { isDraft, draft } = await get(db, slug);
  if (isDraft) throw new ValidationError('form', 'not-possible-now');
  if (closesAt === null && draft.endsBy === null) throw new ValidationError('closesAt', 'missing');
  if (closesAt && draft.endsBy && closesAt > draft.endsBy)
    throw new ValidationError('closesAt', 'out-of-range');
  await refusePast(db, { closesAt, endsBy: null });
  try {
    await scheduleClose(db, by, slug, closesAt);
  } catch (error) {
    if (error instanceof QuestionClosedError) throw new ValidationError('form', 'not-possible-now');
    throw error;
  }
}
