import type { RequestEvent } from '@sveltejs/kit';
import { describe, expect, test } from 'vitest';
import {
  BusyError,
  QuestionClosedError,
  QuestionNotFoundError,
  TooManyRequestsError,
} from '../platform/errors.ts';
import { answerErrors, reportError } from './errors.ts';

interface Asked {
  path?: string;
  headers?: Record<string, string>;
  method?: string;
  isDataRequest?: boolean;
}

const PAGE = { accept: 'text/html' };
const logged: { err: unknown; id: string }[] = [];

function arrive({ path = '/questions/x', headers = {}, method = 'GET', isDataRequest = false }: Asked) {
  const url = new URL(path, 'http://localhost');
  return {
    url,
    isDataRequest,
    request: new Request(url, { method, headers }),
    route: { id: path },
    locals: { app: { log: { error: (entry: { err: unknown; id: string }) => logged.push(entry) } } },
  } as unknown as RequestEvent;
}

/** The response where something throws: in Kit 2 a 500, after `handleError`. */
async function answerTo(error: Error, asked: Asked): Promise<Response> {
  const event = arrive(asked);
  const isHtml = asked.headers?.['accept'] === 'text/html';
  return answerErrors({
    event,
    resolve: () => {
      event.locals.error = reportError(event, error);
      const type = isHtml ? 'text/html' : 'application/json';
      return new Response('Kit’s own', {
        status: 500,
        headers: { 'content-type': type, 'set-cookie': 'a=b' },
      });
    },
  });
}

describe('what a service refuses', () => {
  const refusals = [
    [new QuestionNotFoundError('x'), 404, 'question-not-found'],
    [new QuestionClosedError(), 409, 'question-closed'],
    [new TooManyRequestsError(7), 429, 'too-many-requests'],
  ] as const;

  test.each(refusals)('is a page with its own status: %s', async (error, status) => {
    const response = await answerTo(error, { headers: PAGE });
    expect(response.status).toBe(status);
    expect(await response.text()).toBe('Kit’s own');
    expect(response.headers.get('set-cookie')).toBe('a=b');
    expect(response.headers.get('retry-after')).toBe(status === 429 ? '7' : null);
  });

  test.each(refusals)(
    'is a problem document of the API, for browsers and programs: %s',
    async (error, status, code) => {
      for (const headers of [PAGE, {}]) {
        const response = await answerTo(error, { path: '/api/v1/questions/x', headers });
        expect(response.status).toBe(status);
        expect(await response.json()).toMatchObject({
          status,
          code,
          title: expect.not.stringMatching('^Error$') as string,
        });
      }
    },
  );

  test('is a problem document of any other endpoint, too', async () => {
    const response = await answerTo(new QuestionNotFoundError('x'), { path: '/live' });
    expect(await response.json()).toMatchObject({ status: 404, code: 'question-not-found' });
  });

  test('stays in Kit’s own words for a form action that a program sends', async () => {
    const response = await answerTo(new QuestionNotFoundError('x'), { method: 'POST' });
    expect([response.status, await response.text()]).toEqual([404, 'Kit’s own']);
  });

  test('repeats no more than the beginning of what was asked for', async () => {
    const error = new QuestionNotFoundError('<script>'.repeat(1000));
    const response = await answerTo(error, { path: '/api/v1/questions/x' });
    expect((await response.text()).length).toBeLessThan(500);
  });
});

describe('an overload', () => {
  test('is one sentence instead of a page, which would query the database again', async () => {
    const response = await answerTo(new BusyError(), { headers: PAGE });
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5']);
    expect(response.headers.get('content-type')).toContain('text/plain');
    expect(Number(response.headers.get('refresh'))).toBeGreaterThanOrEqual(5);
  });

  test('of what was sent is not asked for again by the browser', async () => {
    const response = await answerTo(new BusyError(), { method: 'POST', headers: PAGE });
    expect([response.status, response.headers.get('refresh')]).toEqual([503, null]);
  });

  test('is the same where the session could not be read', async () => {
    const event = arrive({ headers: PAGE });
    const response = await answerErrors({ event, resolve: () => Promise.reject(new BusyError()) });
    expect(response.status).toBe(503);
  });

  test('stays in Kit’s own words where Kit asks', async () => {
    const response = await answerTo(new BusyError(), { isDataRequest: true });
    expect([response.status, await response.text()]).toEqual([503, 'Kit’s own']);
  });
});

test('an unknown error is logged under an id, which is all that the response has of it', async () => {
  const error = new Error('secret of the database');
  const response = await answerTo(error, { path: '/api/v1/questions/x' });
  const text = await response.text();
  expect(JSON.parse(text)).toMatchObject({ status: 500, code: 'internal', id: logged.at(-1)?.id });
  expect(logged.at(-1)?.err).toBe(error);
  expect(text).not.toContain('secret');
});

test('errors that are not ours, such as a redirect, are passed on', async () => {
  const thrown = new Error('redirect');
  const event = arrive({});
  await expect(answerErrors({ event, resolve: () => Promise.reject(thrown) })).rejects.toBe(thrown);
});
