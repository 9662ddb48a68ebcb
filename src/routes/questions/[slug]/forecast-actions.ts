import { fail, redirect } from '@sveltejs/kit';
import { localizeHref } from '#lib/i18n/paraglide/runtime.js';
import { AppError, QuestionClosedError, QuestionNotOpenError } from '#lib/server/errors.ts';
import { balanceForecastForm, parseForecastForm } from '#lib/server/forecasts/form.ts';
import type { Receipt } from '#lib/server/forecasts/service.ts';
import { dropDraft, keepDraft, setFlash } from '#lib/server/http/cookies.ts';
import { fieldOf } from '#lib/server/http/field.ts';
import { ownPath, readForm, textField } from '#lib/server/http/page.ts';
import * as questions from '#lib/server/questions/service.ts';
import type { FaultCode, ForecastForm } from '#lib/types/forecast-form.ts';
import type { RequestEvent } from './$types';

/** Places a forecast; a visitor's is kept and he is sent to join. */
export async function forecast(event: RequestEvent) {
  const { app, account } = event.locals;
  const field = await fieldOf(app, event.params.slug);
  const data = await readForm(event);
  const parsed = parseForecastForm(data, field);
  if (!parsed.ok) return fail(400, { form: parsed.form });
  const { permille, requestId, form } = parsed;
  const next = ownPath(textField(data, 'next'), event.url.pathname);

  if (!account) {
    const { phase } = await questions.getField(app.db, field.slug);
    if (phase !== 'open') return refuse(event, form, closedError(phase));
    keepDraft(event.cookies, app, { question: field.slug, permille, requestId });
    redirect(303, `${localizeHref('/join')}?next=${encodeURIComponent(next)}`);
  }

  let receipt: Receipt;
  try {
    receipt = await app.forecasts.place({
      accountId: account.id,
      questionId: field.id,
      permille,
      requestId,
    });
  } catch (error) {
    if (error instanceof AppError) return refuse(event, form, error);
    throw error;
  }
  dropDraft(event.cookies, app);
  if (!data.has('told')) setFlash(event.cookies, app, receipt.isFirst ? 'placed' : 'changed', field.slug);
  redirect(303, next);
}

/** Gives the form back with the nearest sum that holds; nothing is stored. */
export async function balance(event: RequestEvent) {
  const field = await fieldOf(event.locals.app, event.params.slug);
  const parsed = balanceForecastForm(await readForm(event), field);
  return parsed.ok ? { form: parsed.form } : fail(400, { form: parsed.form });
}

/** Withdraws the standing forecast; the log keeps every row. */
export async function withdraw(event: RequestEvent) {
  const { app, account } = event.locals;
  const field = await fieldOf(app, event.params.slug);
  const data = await readForm(event);
  const next = ownPath(textField(data, 'next'), event.url.pathname);
  if (!account) redirect(303, `${localizeHref('/sign-in')}?next=${encodeURIComponent(next)}`);

  const { form } = parseForecastForm(data, field);
  const requestFaults = form.faults.filter((fault) => fault.field === 'requestId');
  if (requestFaults.length > 0) return fail(400, { form: { ...form, faults: requestFaults } });
  try {
    await app.forecasts.place({
      accountId: account.id,
      questionId: field.id,
      permille: null,
      requestId: form.requestId,
    });
  } catch (error) {
    if (error instanceof AppError) return refuse(event, { ...form, faults: [] }, error);
    throw error;
  }
  if (!data.has('told')) setFlash(event.cookies, app, 'withdrawn', field.slug);
  redirect(303, next);
}

const FAULT_OF: Record<string, FaultCode> = {
  'question-closed': 'question-closed',
  'question-not-open': 'question-not-open',
  'request-id-taken': 'request-id-taken',
  'too-many-requests': 'too-many-requests',
  'nothing-to-withdraw': 'nothing-to-withdraw',
};

/** What the service refused, beside the form, with everything typed; a taken id is replaced by a fresh one. */
function refuse(event: RequestEvent, form: ForecastForm, error: AppError) {
  const code = FAULT_OF[error.code];
  if (!code) throw error;
  const { retryAfterSeconds } = error;
  if (retryAfterSeconds) event.setHeaders({ 'retry-after': String(retryAfterSeconds) });
  const isTaken = code === 'request-id-taken';
  const requestId = isTaken ? crypto.randomUUID() : form.requestId;
  const fault = { field: isTaken ? 'requestId' : 'sum', code };
  return fail(error.status, { form: { ...form, requestId, faults: [fault] } });
}

function closedError(phase: string): AppError {
  return phase === 'upcoming' ? new QuestionNotOpenError() : new QuestionClosedError();
}
