// Editions: when a question's options or seats change, it closes for good and a new question follows it. Forecasts are
// not carried over; forecasters are offered their old numbers as a draft.
import { carryOver } from '#lib/domain/carry-over.ts';
import type { EditionLinks, QuestionDraft } from '#lib/types/question-admin.ts';
import type { QuestionView } from '#lib/types/question.ts';
import { type Actor, changeAs } from '../audit/service.ts';
import type { Db } from '../db/connect.ts';
import type { Carried } from '../forecasts/form-state.ts';
import * as notices from '../notices/service.ts';
import { type AdminQuestion, lock, orSlugTaken, refusePast } from './admin.ts';
import { insertQuestion } from './admin-queries.ts';
import {
  findNeighbours,
  listCarried,
  listFieldsOf,
  listFollowed as listFollowedRows,
} from './edition-queries.ts';
import { closeNow } from './queries.ts';
import { ValidationError } from '../errors.ts';

/** Whether a new edition may follow: only the latest edition, until it is resolved. */
export function canFollow({ isDraft, isDecided, isFollowed }: AdminQuestion): boolean {
  return !isDraft && !isDecided && !isFollowed;
}

/**
 * Closes a question and opens the edition that follows it, in one transaction.
 *
 * @throws QuestionNotFoundError, ValidationError
 */
export function start(db: Db, by: Actor, slug: string, draft: QuestionDraft): Promise<void> {
  return changeAs(db, by, async (tx) => {
    const old = await lock(tx, slug);
    if (!canFollow(old)) throw new ValidationError('form', 'not-possible-now');
    await refusePast(tx, draft);
    await closeNow(tx, old.id);
    const { kind, round, scored } = old.draft;
    const next = { ...draft, kind, scored, round: draft.round ?? round };
    const place = { isDraft: false, followsId: old.id, position: old.position };
    const questionId = await insertQuestion(tx, next, place);
    await notices.announce(tx, { kind: 'new-edition', questionId });
  }).catch(orSlugTaken);
}

/** Slugs of the questions that have a newer edition. */
export async function listFollowed(db: Db): Promise<string[]> {
  return (await listFollowedRows(db)).map(({ slug }) => slug);
}

/** The editions before and after a question. */
export async function links(db: Db, slug: string): Promise<EditionLinks> {
  const found = await findNeighbours(db, slug);
  const linkOf = (row: (typeof found)[number] | undefined) =>
    row
      ? {
          slug: row.slug,
          title: { ko: row.titleKo, en: row.titleEn },
          closesAt: row.closesAt?.toISOString() ?? null,
        }
      : null;
  return {
    older: linkOf(found.find(({ isNewer }) => !isNewer)),
    newer: linkOf(found.find(({ isNewer }) => isNewer)),
  };
}

/** An account's numbers from the previous edition, adapted to the new one, by slug. Empty for a visitor. */
export async function carried(
  db: Db,
  accountId: number | null,
  questions: readonly QuestionView[],
): Promise<Map<string, Carried>> {
  const rows = accountId === null ? [] : await listCarried(db, accountId);
  if (rows.length === 0) return new Map();
  const fields = await listFieldsOf(
    db,
    rows.map(({ olderId }) => olderId),
  );
  const offers = rows.flatMap(({ slug, olderId, olderSlug, permille }): [string, Carried][] => {
    const question = questions.find((candidate) => candidate.slug === slug && candidate.phase === 'open');
    if (!question) return [];
    const old = fields
      .filter(({ questionId }) => questionId === olderId)
      .map((option) => ({ slug: option.slug, company: option.companySlug }));
    return [
      [slug, { from: olderSlug, permille: carryOver(old, permille, question.options, question.seats) }],
    ];
  });
  return new Map(offers);
}
