import type { RequestEvent } from '@sveltejs/kit';

/** RFC 9457: the answer of the API to whatever it refuses. */
export function problem(
  status: number,
  code: string,
  detail: string,
  { headers, errors, id, retryAfterSeconds }: ProblemMembers = {},
): Response {
  const body = { type: 'about:blank', title: titleOf(status), status, code, detail, errors, id };
  const response = new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...headers },
  });
  if (retryAfterSeconds) response.headers.set('retry-after', String(retryAfterSeconds));
  return response;
}

interface ProblemMembers {
  headers?: Record<string, string>;
  /** What is wrong with each parameter or field. */
  errors?: readonly ParameterError[];
  /** Of the log entry of an unknown error. */
  id?: string | undefined;
  retryAfterSeconds?: number | undefined;
}

export interface ParameterError {
  /** Name of the parameter or field. */
  field: string;
  detail: string;
}

/** 400 that names what is wrong with each field. */
export function badRequest(errors: readonly ParameterError[]): Response {
  const detail = errors.map((error) => `${error.field}: ${error.detail}`).join(' ');
  return problem(400, 'bad-request', detail, { errors });
}

/** What Kit refused by itself, such as a method, as a problem document. */
export function asProblem(response: Response): Response {
  const type = response.headers.get('content-type') ?? '';
  if (response.status < 400 || type.startsWith('application/problem+json')) return response;
  const allow = response.headers.get('allow');
  const code = response.status === 405 ? 'method-not-allowed' : 'error';
  return problem(response.status, code, `${titleOf(response.status)}.`, allow ? { headers: { allow } } : {});
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

export function isApi({ url }: Pick<RequestEvent, 'url'>): boolean {
  return url.pathname.startsWith('/api/');
}

/** Refuses a request before any route runs: HTML clients get localized text, others a problem document (RFC 9457). */
export function refuse(event: RequestEvent, status: number, code: string, text: string): Response {
  const isForPeople = event.request.headers.get('accept')?.includes('text/html');
  if (!isForPeople) return problem(status, code, text);
  return new Response(`${text}\n`, {
    status,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
  });
}
