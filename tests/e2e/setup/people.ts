// People for tests: each test makes its own, so that all can share one site.
import { randomBytes, randomUUID } from 'node:crypto';
import { type APIRequestContext, type APIResponse, expect } from '@playwright/test';

export interface Person {
  handle: string;
  email: string;
  password: string;
}

export function newPerson(): Person {
  const name = randomBytes(5).toString('hex');
  return { handle: `독자-${name}`, email: `reader-${name}@example.com`, password: `forecast ${name}` };
}

/** What a browser sends along with a form of a page of this site. */
export function asPage(origin: string): Record<string, string> {
  return { origin, accept: 'text/html' };
}

/** Joins without a page: the requests, and a page of the same context, are signed in from then on. */
export async function join(request: APIRequestContext, origin: string, person: Person): Promise<void> {
  const response = await request.post('/join', {
    form: { ...person, age14: 'on', terms: 'on', next: '/' },
    headers: asPage(origin),
    maxRedirects: 0,
  });
  expect(response.status()).toBe(303);
}

/** Posts a forecast without a page: percent by option. */
export function postForecast(
  request: APIRequestContext,
  origin: string,
  question: string,
  percent: Record<string, string>,
  requestId: string = randomUUID(),
): Promise<APIResponse> {
  const fields = Object.entries(percent).map(([option, text]) => [`p.${option}`, text]);
  return request.post(`/questions/${question}?/forecast`, {
    form: { ...Object.fromEntries(fields), requestId },
    headers: asPage(origin),
    maxRedirects: 0,
  });
}

interface ExportedForecast {
  question: string;
  requestId: string;
  madeAt: string;
  permille: Record<string, number> | null;
}

/** The forecasts of a person's export, newest first. */
export async function exportedForecasts(request: APIRequestContext): Promise<ExportedForecast[]> {
  const response = await request.get('/me/export.json');
  expect(response.status()).toBe(200);
  const { forecasts } = (await response.json()) as { forecasts: ExportedForecast[] };
  return forecasts;
}
