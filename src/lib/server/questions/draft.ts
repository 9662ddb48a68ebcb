// Drafts: questions that only the admin pages show. Once opened, a question keeps its options, seats and slug.
import type { Transaction } from 'kysely';
import type { QuestionDraft } from '#lib/types/question-admin.ts';
import { type Actor, changeAs } from '../platform/audit/service.ts';
import type { Db } from '../platform/db/connect.ts';
import type { DB } from '../platform/db/schema.generated.ts';
import * as notices from '../people/notices/service.ts';
import { type AdminQuestion, lock, orRefused, refusePast } from './admin.ts';
import {
  deleteDraft,
  insertQuestion,
  listDrafts,
  replaceOptions,
  setOpen,
  updateDraft,
} from './admin-queries.ts';
import { closeUnresolved } from './queries.ts';
import { ValidationError } from '../platform/errors.ts';
import type { QuestionView } from '#lib/types/question.ts';

/** Every draft, newest first. */
export function list(db: Db): ReturnType<typeof listDrafts> {
  return listDrafts(db);
}

/** Creates a draft. @throws ValidationError */
export function create(db: Db, by: Actor, draft: QuestionDraft): Promise<void> {
  return changeAs(db, by, async (tx) => {
    await refusePast(tx, draft);
    await insertQuestion(tx, draft, { isDraft: true });
  }).catch(orRefused);
}

/** Overwrites a draft. @throws QuestionNotFoundError, ValidationError */
export function save(db: Db, by: Actor, slug: string, draft: QuestionDraft): Promise<void> {
  return changeAs(db, by, async (tx) => {
    const was = await lockDraft(tx, slug);
    await refusePast(tx, draft);
    await updateDraft(tx, was.id, draft);
    const isSameField = JSON.stringify(was.draft.options) === JSON.stringify(draft.options);
    if (!isSameField) await replaceOptions(tx, was.id, draft);
  }).catch(orRefused);
}

/** Opens a draft now, closes the edition that it follows, and notifies every account. @throws QuestionNotFoundError, ValidationError */
export function open(db: Db, by: Actor, slug: string): Promise<void> {
  return changeAs(db, by, async (tx) => {
    const { id, draft, followsId } = await lockDraft(tx, slug);
    await refusePast(tx, draft);
    if (!draft.closesAt && !draft.endsBy) throw new ValidationError('form', 'no-end');
    if (followsId !== null) await closeUnresolved(tx, followsId);
    await setOpen(tx, id);
    await notices.announce(tx, { kind: followsId === null ? 'opened' : 'new-edition', questionId: id });
  });
}

/** Deletes a draft, never an opened question. @throws QuestionNotFoundError, ValidationError */
export function discard(db: Db, by: Actor, slug: string): Promise<void> {
  return changeAs(db, by, async (tx) => {
    await deleteDraft(tx, (await lockDraft(tx, slug)).id);
  });
}

async function lockDraft(tx: Transaction<DB>, slug: string): Promise<AdminQuestion> {
  const question = await lock(tx, slug);
  if (!question.isDraft) throw new ValidationError('form', 'not-possible-now');
  return question;
}

/** A draft as an open question without forecasts. */
export function preview(draft: QuestionDraft, now: Date): QuestionView {
  const at = now.toISOString();
  return {
    ...draft,
    closesAt: draft.closesAt?.toISOString() ?? null,
    endsBy: draft.endsBy?.toISOString() ?? null,
    phase: 'open',
    opensAt: at,
    resolution: null,
    crowd: { permille: null, forecasters: 0, at, version: 0 },
    author: null,
    mine: null,
  };
}
