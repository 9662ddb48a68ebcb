import { describe, expect, test } from 'vitest';
import { BusyError, QuestionClosedError, QuestionNotFoundError, TooManyRequestsError } from '../errors.ts';
import { answer, problem } from './problem.ts';

async function refusal(error: Error): Promise<Response> {
  return answer(() => Promise.reject(error));
}

describe('a problem document', () => {
  test('has the members of RFC 9457 and a stable code, and is never stored', async () => {
    const response = problem(404, 'not-found', 'There is nothing here.');
    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.json()).toEqual({
      type: 'about:blank',
      title: 'Not Found',
      status: 404,
      code: 'not-found',
      detail: 'There is nothing here.',
    });
  });
});

describe('an answer', () => {
  test('is the handler’s own where nothing is refused', async () => {
    const own = new Response('42');
    expect(await answer(() => own)).toBe(own);
  });

  test.each([
    [new QuestionNotFoundError('x'), 404, 'question-not-found'],
    [new QuestionClosedError(), 409, 'question-closed'],
    [new TooManyRequestsError(7), 429, 'too-many-requests'],
    [new BusyError(), 503, 'busy'],
  ])('is the problem that a service threw: %s', async (error, status, code) => {
    const response = await refusal(error);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({
      status,
      code,
      title: expect.not.stringMatching('^Error$') as string,
    });
  });

  test('says when to come back after too many requests, or while too many others are there', async () => {
    expect((await refusal(new TooManyRequestsError(7))).headers.get('retry-after')).toBe('7');
    expect((await refusal(new BusyError())).headers.get('retry-after')).toBe('5');
    expect((await refusal(new QuestionClosedError())).headers.get('retry-after')).toBeNull();
  });

  test('repeats no more than the beginning of what was asked for', async () => {
    const response = await refusal(new QuestionNotFoundError('<script>'.repeat(1000)));
    expect((await response.text()).length).toBeLessThan(500);
  });

  test('never hides an error that no service meant', async () => {
    const error = new Error('the database is gone');
    await expect(refusal(error)).rejects.toBe(error);
  });
});
