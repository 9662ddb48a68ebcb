import { AppError, BusyError, TooManyRequestsError } from '../errors.ts';

/** RFC 9457: the answer of the API to whatever it refuses. */
export function problem(
  status: number,
  code: string,
  detail: string,
  more: HeadersInit = {},
  members: Record<string, unknown> = {},
): Response {
  const body = { type: 'about:blank', title: titleOf(status), status, code, detail, ...members };
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...more },
  });
}

export interface FieldError {
  /** Name of the parameter or field. */
  field: string;
  detail: string;
}

/** 400 that names what is wrong with each field. */
export function badRequest(errors: readonly FieldError[]): Response {
  const detail = errors.map((error) => `${error.field}: ${error.detail}`).join(' ');
  return problem(400, 'bad-request', detail, {}, { errors });
}

/** A handler's answer, or the problem document of what its service refused. */
export async function answer(work: () => Promise<Response> | Response): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const seconds = retryAfter(error);
    const more: HeadersInit = seconds === null ? {} : { 'retry-after': String(seconds) };
    return problem(error.status, error.code, error.message, more);
  }
}

/** Whoever came too early may come back after so long. */
export const BUSY_SECONDS = 5;

function retryAfter(error: AppError): number | null {
  if (error instanceof TooManyRequestsError) return error.retryAfterSeconds;
  return error instanceof BusyError ? BUSY_SECONDS : null;
}

/** Whatever Kit refused by itself (a method, an unknown error) becomes a problem document, too. */
export function asProblem(response: Response): Response {
  const type = response.headers.get('content-type') ?? '';
  if (response.status < 400 || type.startsWith('application/problem+json')) return response;
  const allow = response.headers.get('allow');
  const code = response.status === 405 ? 'method-not-allowed' : 'error';
  const detail = `${titleOf(response.status)}.`;
  return problem(response.status, code, detail, allow ? { allow } : {});
}

const TITLES: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

function titleOf(status: number): string {
  return TITLES[status] ?? 'Error';
}
