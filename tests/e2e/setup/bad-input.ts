// A reader who sends invalid requests on a separate site; after each test, checks that nothing has changed.
import type { APIRequestContext, APIResponse } from '@playwright/test';
import { useOwnSite } from './own-site.ts';
import { asPage, exportedForecasts, postForecast, requestsOf } from './people.ts';
import { expect, test } from './test.ts';

const GOOD = { skt: '80', upstage: '70', lg: '50' };

interface Refused {
  own: ReturnType<typeof useOwnSite>;
  /** Signed in, with one good forecast. */
  reader: () => APIRequestContext;
  /** Posts a form as a browser without scripts does: fields as they are, also twice the same. */
  post: (fields: string, action?: string, headers?: Record<string, string>) => Promise<APIResponse>;
}

/** To be called once in a file of tests. */
export function useRefusedReader(): Refused {
  const own = useOwnSite();
  let reader: APIRequestContext;
  let before: string;

  test.beforeAll(async () => {
    reader = await requestsOf(own.site);
    expect((await postForecast(reader, own.site.url, 'final-3', GOOD)).status()).toBe(303);
    before = await everything(reader);
  });
  test.afterEach('nothing has changed', async () => {
    expect(await everything(reader)).toBe(before);
  });
  test.afterAll(async () => {
    await reader.dispose();
  });

  const post: Refused['post'] = (fields, action = 'final-3?/forecast', headers = {}) =>
    reader.post(`/questions/${action}`, {
      data: fields,
      headers: {
        ...asPage(own.site.url),
        'content-type': 'application/x-www-form-urlencoded',
        ...headers,
      },
      maxRedirects: 0,
    });
  return { own, reader: () => reader, post };
}

/** All that a bad request could have changed: the crowd of every question, and the reader's own log. */
async function everything(reader: APIRequestContext): Promise<string> {
  const questions = ['final-3', 'count-3', 'scenario'];
  const crowds = questions.map(async (question) =>
    (await reader.get(`/api/v1/questions/${question}/crowd`)).json(),
  );
  return JSON.stringify([await Promise.all(crowds), await exportedForecasts(reader)]);
}
