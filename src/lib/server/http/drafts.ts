import type { RequestEvent } from '@sveltejs/kit';
import type { FlashCode } from '#lib/types/reader.ts';
import type { QuestionView } from '#lib/types/question.ts';
import { AppError, RequestIdTakenError } from '../errors.ts';
import * as questions from '../questions/service.ts';
import { dropDraft, readDraft } from './cookies.ts';
import { fieldOf } from './field.ts';
import { momentFor } from './reader.ts';

/** The forecast that a visitor brought along, with its question, as `/join` and `/sign-in` show it. */
export async function draftFor(
  event: RequestEvent,
): Promise<{ question: QuestionView; permille: number[] } | null> {
  const { app } = event.locals;
  const draft = readDraft(event.cookies, app);
  if (!draft) return null;
  try {
    const question = questions.getAt(await momentFor(event.locals), app.keeper, draft.question);
    return { question, permille: draft.permille };
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

const FLASH_OF: Record<string, FlashCode> = {
  'question-closed': 'draft-closed',
  'question-not-open': 'draft-closed',
};

/**
 * Places the draft that came along, if any, for an account that has just come in.
 *
 * @returns what the flash message is about, or null where there was no draft
 */
export async function placeDraft(
  event: RequestEvent,
  accountId: number,
): Promise<{ question: string; failed: FlashCode | null } | null> {
  const { app } = event.locals;
  const draft = readDraft(event.cookies, app);
  if (!draft) {
    dropDraft(event.cookies, app);
    return null;
  }
  const { question, permille, requestId } = draft;
  try {
    const field = await fieldOf(app, question);
    const forecast = { accountId, questionId: field.id, permille };
    await app.forecasts.place({ ...forecast, requestId }).catch((error: unknown) => {
      if (!(error instanceof RequestIdTakenError)) throw error;
      // The reader has just been shown these numbers and went on: another id is all that they need.
      return app.forecasts.place({ ...forecast, requestId: crypto.randomUUID() });
    });
  } catch (error) {
    if (!(error instanceof AppError)) app.log.error({ err: error }, 'a draft could not be placed');
    const code = error instanceof AppError ? FLASH_OF[error.code] : undefined;
    // What another attempt may place is kept.
    if (error instanceof AppError && !error.retryAfterSeconds) dropDraft(event.cookies, app);
    return { question, failed: code ?? 'draft-failed' };
  }
  dropDraft(event.cookies, app);
  return { question, failed: null };
}
