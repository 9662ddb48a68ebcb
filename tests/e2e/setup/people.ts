// People for tests: each test makes its own, so that all can share one site. Whoever does not test joining is written to
// the database with a session, without the join form and its hash of a password.
import { randomBytes, randomUUID } from 'node:crypto';
import {
  type APIRequestContext,
  type APIResponse,
  type BrowserContext,
  expect,
  request,
} from '@playwright/test';
import { createAuth } from '#lib/server/people/sessions/auth.ts';
import { getAccountId, withDatabase } from './database.ts';
import type { Site } from './site.ts';

export interface Person {
  handle: string;
  email: string;
  /** Known to the site only after `join`. */
  password: string;
}

/** Where a person has an account. */
export type Place = Pick<Site, 'url' | 'dataDir'>;

export function newPerson(): Person {
  const name = randomBytes(5).toString('hex');
  return { handle: `독자-${name}`, email: `reader-${name}@example.com`, password: `quiet orchard ${name}` };
}

/** What a browser sends along with a form of a page of this site. */
export function asPage(origin: string): Record<string, string> {
  return { origin, accept: 'text/html' };
}

/** Opens a session, for an account without a password where the person has none. @returns its cookie */
async function openSession(place: Place, { handle, email }: Person) {
  const { name, value } = await withDatabase(place, async (db) => {
    await db
      .insertInto('account')
      .values({ handle, email, passwordHash: 'none' })
      .onConflict((c) => c.column('handleKey').doNothing())
      .execute();
    return createAuth(db).open(await getAccountId(db, handle));
  });
  const lasting = { path: '/', expires: -1, httpOnly: true, secure: false, sameSite: 'Lax' as const };
  return { name, value, domain: new URL(place.url).hostname, ...lasting };
}

/** Signs a browser in: its pages and its requests. */
export async function signIn(context: BrowserContext, place: Place, person = newPerson()): Promise<Person> {
  await context.addCookies([await openSession(place, person)]);
  return person;
}

/** Requests of somebody who is signed in, without a browser; to be disposed of. */
export async function requestsOf(place: Place, person = newPerson()): Promise<APIRequestContext> {
  const cookies = [await openSession(place, person)];
  return request.newContext({ baseURL: place.url, storageState: { cookies, origins: [] } });
}

export function joinForm(person: Person): Record<string, string> {
  return { ...person, age14: 'on', terms: 'on', next: '/' };
}

/** Joins by the form, so that the password is known: the requests, and a page of the same context, are signed in. */
export async function join(request: APIRequestContext, origin: string, person: Person): Promise<void> {
  const response = await postForm(request, origin, '/join', joinForm(person));
  expect(response.status()).toBe(303);
}

/** Posts a form as a page of the site does. */
export function postForm(
  request: APIRequestContext,
  origin: string,
  action: string,
  form: Record<string, string> = {},
): Promise<APIResponse> {
  return request.post(action, { form, headers: asPage(origin), maxRedirects: 0 });
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
  const form = { ...Object.fromEntries(fields), requestId };
  return postForm(request, origin, `/questions/${question}?/forecast`, form);
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

/** What a person has forecast, newest first: permille of each option, null for a withdrawal. */
export async function placedBy(request: APIRequestContext): Promise<ExportedForecast['permille'][]> {
  return (await exportedForecasts(request)).map(({ permille }) => permille);
}
