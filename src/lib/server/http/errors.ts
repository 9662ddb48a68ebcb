// From any error to its answer. `reportError` says what a client may know of it: pages show that with the error's own
// status, programs get it as a problem document, and forms say it beside what was typed (form.ts).
import { randomInt } from 'node:crypto';
import { type Handle, isHttpError, isRedirect, type RequestEvent } from '@sveltejs/kit';
import { m } from '#lib/i18n/paraglide/messages.js';
import type { EditConflictView } from '#lib/types/form.ts';
import { isDiskFull, isUnavailable, SqlState, sqlStateOf } from '../platform/db/sqlstate.ts';
import {
  AppError,
  BusyError,
  EditConflictError,
  StorageFullError,
  ValidationError,
} from '../platform/errors.ts';
import type { FieldError, FieldErrors } from './fields.ts';
import { isValidationCode } from '../platform/validation-codes.ts';
import { asProblem, isApi, problem, refuse } from './problem.ts';

/** What a client may know of an error. One that no service meant is logged, and known by its id alone. */
export function reportError({ locals, route, request }: RequestEvent, thrown: unknown): App.Error {
  const error = asAppError(thrown);
  if (error instanceof StorageFullError) locals.app.storage.reportFull(error);
  if (error instanceof AppError) {
    const { status, code, message, retryAfterSeconds } = error;
    return { status, code, message, retryAfterSeconds };
  }
  const id = crypto.randomUUID();
  locals.app.log.error({ err: error, id, route: route.id, method: request.method }, 'a request failed');
  return { status: 500, code: 'internal', message: 'Internal Error', id };
}

/** Conditions of the database that pass are errors of the app; that it is away the keeper's poll logs, once. */
function asAppError(thrown: unknown): unknown {
  if (isDiskFull(thrown)) return new StorageFullError(thrown);
  // As a rule it waited for a lock, for example of a question whose result is being published.
  const isCanceled = sqlStateOf(thrown) === SqlState.queryCanceled;
  return isCanceled || isUnavailable(thrown) ? new BusyError() : thrown;
}

/** What a form says of an error. */
export interface Refusal {
  status: number;
  errors: FieldErrors;
  editConflicts?: EditConflictView[] | undefined;
}

/** What a form shows of an error. @throws redirects and 404s, which answer without the form */
export function refusalOf(event: RequestEvent, cause: unknown): Refusal {
  if (isHttpError(cause) || isRedirect(cause)) throw cause;
  if (cause instanceof AppError && cause.status === 404) throw cause;
  if (cause instanceof ValidationError)
    return { status: cause.status, errors: { [cause.field]: { code: cause.error } } };
  const { status = 500, code = '', id, retryAfterSeconds } = reportError(event, cause);
  if (retryAfterSeconds) event.setHeaders({ 'retry-after': String(retryAfterSeconds) });
  const error: FieldError = id
    ? { code: 'unexpected', id }
    : { code: isValidationCode(code) ? code : 'not-possible-now' };
  const editConflicts = cause instanceof EditConflictError ? cause.changes : undefined;
  return { status, errors: { form: error }, editConflicts };
}

/**
 * Kit 2 answers 500 to whatever is thrown, and `handleError` cannot say otherwise: gives the answer the status of the
 * error that `handleError` left in `locals.error`, and programs a problem document (RFC 9457).
 */
export const answerErrors: Handle = async ({ event, resolve }) => {
  let response: Response | null = null;
  try {
    response = await resolve(event);
  } catch (error) {
    // Thrown by a handle, as where the session could not be read.
    if (!(asAppError(error) instanceof AppError)) throw error;
    event.locals.error = reportError(event, error);
  }
  const { error } = event.locals;
  if (error && (!response || isOverload(event, error))) return refuseOverload(event, error);
  if (!response) throw new Error('A request has neither an answer nor an error.');
  if (!error || response.status !== 500) return isApi(event) ? asProblem(response) : response;
  if (isProgram(event, response))
    return problem(error.status ?? 500, error.code ?? 'error', error.message, error);
  const headers = new Headers(response.headers);
  if (error.retryAfterSeconds) headers.set('retry-after', String(error.retryAfterSeconds));
  return new Response(response.body, { status: error.status, headers });
};

/** A request by Kit's own client code, which expects Kit's own format. */
function isKits(event: RequestEvent): boolean {
  return event.isDataRequest || event.request.headers.has('x-sveltekit-action');
}

function isOverload(event: RequestEvent, { status }: App.Error): boolean {
  return status === 503 && !isKits(event);
}

/** No page: that would query the database again. A browser asks again by itself, not all of them at the same time. */
function refuseOverload(
  event: RequestEvent,
  { status = 503, code = 'busy', retryAfterSeconds }: App.Error,
): Response {
  const reopens = code === 'busy' && event.request.method === 'GET';
  const whatNext = reopens ? m.error_busy_reopens() : m.error_busy_text();
  const text = code === 'busy' ? `${m.error_busy()}. ${whatNext}` : m.error_storage_full();
  const response = refuse(event, status, code, text);
  if (reopens) response.headers.set('refresh', String(randomInt(5, 15)));
  if (retryAfterSeconds) response.headers.set('retry-after', String(retryAfterSeconds));
  return response;
}

/** An endpoint's error; those of pages are HTML, and those of form actions are Kit's own JSON. */
function isProgram(event: RequestEvent, response: Response): boolean {
  const isJson = response.headers.get('content-type')?.startsWith('application/json');
  return isApi(event) || (event.request.method === 'GET' && !isKits(event) && isJson === true);
}
