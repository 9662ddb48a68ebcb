import * as questions from '../questions/service.ts';
import type { RequestEvent } from '@sveltejs/kit';
import type { Flash, FlashCode } from '#lib/types/reader.ts';
import type { QuestionView } from '#lib/types/question.ts';
import { AppError, RequestIdTakenError } from '../platform/errors.ts';
import { dropDraft, readDraft } from '../http/cookies.ts';
import { momentFor } from '../questions/http.ts';
import type { ReceiptView } from '#lib/types/receipt.ts';
import * as forecasts from './service.ts';

/** What forecasts on a question choose among. */
export type ForecastField = Pick<questions.Field, 'id' | 'slug' | 'seats' | 'options' | 'isOfCompanies'>;

/**
 * What forecasts on a question choose among: from the keeper's memory, or from the database where the question was opened a
 * moment ago.
 *
 * @throws QuestionNotFoundError
 */
export async function fieldOf({ keeper, db }: App.Locals['app'], slug: string): Promise<ForecastField> {
  return keeper.field(slug) ?? questions.getField(db, slug);
}

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

const ABOUT_FORECAST: readonly FlashCode[] = [
  'placed',
  'changed',
  'joined-and-placed',
  'signed-in-and-placed',
];

/** How long after a save undo is offered. */
const UNDO_MS = 60_000;

/** The receipt of the forecast that a flash message is about; null where the message is about no standing forecast. */
export async function receiptFor(
  locals: App.Locals,
  { code, question: slug }: Flash,
): Promise<ReceiptView | null> {
  const { app, account } = locals;
  if (!account || !slug || !ABOUT_FORECAST.includes(code)) return null;
  try {
    const moment = await momentFor(locals);
    const question = questions.getAt(moment, app.keeper, slug);
    if (!question.mine) return null;
    const { id } = questions.find(moment, slug).row;
    const [saved, before] = await forecasts.lastTwoOn(app.db, account.id, id);
    const isFresh = saved !== undefined && moment.now.getTime() - saved.madeAt.getTime() < UNDO_MS;
    const earlier = before?.permille ?? null;
    const isWaiting =
      app.config.requireVerified && !moment.isVerified && !account.isAuthor && !account.isAdmin;
    // Until the next poll the keeper counts an account that has just joined in full.
    if (code === 'joined-and-placed' && !isWaiting) await app.keeper.poll();
    const open = questions
      .listAt(moment, app.keeper)
      .filter(({ phase, mine }) => phase === 'open' && mine === null);
    return {
      question,
      effect: isWaiting ? { kind: 'waiting' } : app.keeper.effectOf(id, account.id),
      undo: isFresh && question.phase === 'open' ? { earlier, requestId: crypto.randomUUID() } : null,
      next: open[0] ? { slug: open[0].slug, title: open[0].title } : null,
      left: open.length,
    };
  } catch (error) {
    // The cookie came with the request: the question that it names may not exist.
    if (error instanceof AppError) return null;
    throw error;
  }
}
