import { describe, expect, test } from 'vitest';
import { asProblem, problem } from './problem.ts';

describe('a problem document', () => {
  test('has the members of RFC 9457 and a stable code, and is never stored', async () => {
    const response = problem(404, 'not-found', 'There is nothing here.');
    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('retry-after')).toBeNull();
    expect(await response.json()).toEqual({
      type: 'about:blank',
      title: 'Not Found',
      status: 404,
      code: 'not-found',
      detail: 'There is nothing here.',
    });
  });

  test('has Retry-After where a retry can succeed', () => {
    expect(problem(429, 'too-many-requests', '', { retryAfterSeconds: 7 }).headers.get('retry-after')).toBe(
      '7',
    );
  });

  test('replaces Kit’s own refusal, and keeps the allowed methods', async () => {
    const refused = asProblem(
      new Response('POST method not allowed', { status: 405, headers: { allow: 'GET' } }),
    );
    expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'GET']);
    expect(await refused.json()).toMatchObject({ code: 'method-not-allowed', title: 'Method Not Allowed' });
    const fine = Response.json({});
    expect(asProblem(fine)).toBe(fine);
  });
});
