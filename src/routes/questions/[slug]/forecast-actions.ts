import { fail, redirect } from '@sveltejs/kit';
import { localizeHref } from '#lib/i18n/paraglide/runtime.js';
import {
  type AppError,
  ForecastChangedError,
  QuestionClosedError,
  QuestionNotOpenError,
  RequestIdTakenError,
  TooManyRequestsError,
} from '#lib/server/platform/errors.ts';
import {
  basedOnOf,
  readBalanced,
  readForecast,
  typedForecast,
  withdrawalForm,
} from '#lib/server/forecasts/form.ts';
import type { NewForecast } from '#lib/server/forecasts/queries.ts';
import { FORECASTS_PER_DAY } from '#lib/server/forecasts/receipt.ts';
import * as forecasts from '#lib/server/forecasts/service.ts';
import { type FieldErrors, type Read, readForm, type Typed } from '#lib/server/http/fields.ts';
import { dropDraft, keepDraft, setFlash } from '#lib/server/http/cookies.ts';
import { refusalOf } from '#lib/server/http/errors.ts';
import { fieldOf, type ForecastField } from '#lib/server/forecasts/http.ts';
import * as firstSteps from '#lib/server/questions/http.ts';
import { typedBy } from '#lib/server/http/form.ts';
import { ownPath } from '#lib/server/http/page.ts';
import { messagesOf } from '#lib/server/http/messages.ts';
import * as questions from '#lib/server/questions/service.ts';
import type { ForecastForm } from '#lib/types/forecast-form.ts';
import type { RequestEvent } from './$types';

/** Places a forecast; a visitor's is kept until he has joined. `noFlash` is sent by pages that show the outcome themselves. */
export function forecast(event: RequestEvent) {
  return run(event, readForecast, async ({ permille, requestId }, { typed, field, next }) => {
    const { app, account } = event.locals;
    if (!account) {
      const { phase } = await questions.getField(app.db, field.slug);
      if (phase !== 'open') throw closedError(phase);
      keepDraft(event.cookies, app, { question: field.slug, permille, requestId });
      redirect(303, `${localizeHref('/join')}?next=${encodeURIComponent(next)}`);
    }
    const placed = { accountId: account.id, questionId: field.id, permille, requestId };
    const { isFirst } = await place(event, placed, typed);
    dropDraft(event.cookies, app);
    if (!typed['noFlash']) setFlash(event.cookies, app, isFirst ? 'placed' : 'changed', field.slug);
    redirect(303, next);
  });
}

/** Gives the form back with the nearest sum that holds; nothing is stored. */
export function balance(event: RequestEvent) {
  return run(event, readBalanced, (form) => Promise.resolve({ form }));
}

/** Hides the line with the three steps in this browser. */
export async function dismissSteps(event: RequestEvent) {
  const typed = await typedBy(event);
  firstSteps.dismiss(event);
  redirect(303, nextOf(event, typed));
}

/** Withdraws the standing forecast; the log keeps every row. A visitor is sent to sign in. */
export async function withdraw(event: RequestEvent) {
  const { app, account } = event.locals;
  if (!account) {
    const next = nextOf(event, await typedBy(event));
    redirect(303, `${localizeHref('/sign-in')}?next=${encodeURIComponent(next)}`);
  }
  const read = (typed: Typed) => readForm(withdrawalForm, typed);
  return run(event, read, async ({ requestId }, { typed, field, next }) => {
    await place(event, { accountId: account.id, questionId: field.id, permille: null, requestId }, typed);
    if (!typed['noFlash']) setFlash(event.cookies, app, 'withdrawn', field.slug);
    redirect(303, next);
  });
}

/** Places a forecast or a withdrawal, unless the form says which forecast its page showed and another one stands. */
async function place({ locals: { app } }: RequestEvent, forecast: NewForecast, typed: Typed) {
  const basedOn = basedOnOf(typed);
  if (basedOn !== undefined) await forecasts.requireUnchanged(app.db, forecast, basedOn);
  return app.forecasts.place(forecast);
}

/** A form that was read. */
interface ReadForm {
  typed: Typed;
  field: ForecastField;
  /** Own path to go on to. */
  next: string;
}

/** Reads a form of this question and does what it asks; or gives it back with everything typed. */
async function run<T, A>(
  event: RequestEvent,
  read: (typed: Typed, field: ForecastField) => Read<T>,
  work: (values: T, form: ReadForm) => Promise<A>,
) {
  const field = await fieldOf(event.locals.app, event.params.slug);
  const typed = await typedBy(event);
  const form = typedForecast(typed, field);
  const { values, errors } = read(typed, field);
  if (errors) return sendBack(400, form, errors);
  try {
    return await work(values, { typed, field, next: nextOf(event, typed) });
  } catch (error) {
    const { status, errors } = refusalOf(event, error);
    if (error instanceof TooManyRequestsError)
      return sendBack(status, form, { form: { code: 'forecast-limit', limit: FORECASTS_PER_DAY } });
    if (error instanceof ForecastChangedError) {
      const { permille: changed, madeAt } = error.standing;
      return sendBack(status, { ...form, changed, basedOn: madeAt.toISOString() }, errors);
    }
    if (error instanceof RequestIdTakenError)
      return sendBack(status, { ...form, requestId: crypto.randomUUID(), basedOn: null }, errors);
    return sendBack(status, form, errors);
  }
}

function nextOf({ url }: RequestEvent, typed: Typed): string {
  return ownPath(typed['next']?.[0], url.pathname);
}

function sendBack(status: number, form: ForecastForm, errors: FieldErrors) {
  return fail(status, { form: { ...form, errors: messagesOf(errors) } });
}

function closedError(phase: string): AppError {
  return phase === 'upcoming' ? new QuestionNotOpenError() : new QuestionClosedError();
}
