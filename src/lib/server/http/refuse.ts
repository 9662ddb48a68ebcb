import type { RequestEvent } from '@sveltejs/kit';
import { problem } from './problem.ts';

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
