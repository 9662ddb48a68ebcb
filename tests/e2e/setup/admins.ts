// Admins, made as operators make them.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type APIRequestContext } from '@playwright/test';
import type { useOwnSite } from './own-site.ts';
import { asPage, join, newPerson, type Person } from './people.ts';
import type { Site } from './site.ts';
import { expect, test } from './test.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** Somebody who has joined is an admin from his next request on. */
export async function makeAdmin({ dataDir }: Site, { email }: Pick<Person, 'email'>): Promise<void> {
  await promisify(execFile)(process.execPath, ['src/cli/admin.ts', 'make', email], {
    cwd: ROOT,
    env: { ...process.env, DATA_DIR: dataDir },
  });
}

/** One admin for a file of tests, who is there from the first on. */
export function useAdmin(own: ReturnType<typeof useOwnSite>): Person {
  const admin = newPerson();
  test.beforeAll(async ({ playwright }) => {
    const request = await playwright.request.newContext({ baseURL: own.site.url });
    await join(request, own.site.url, admin);
    await makeAdmin(own.site, admin);
    await request.dispose();
  });
  return admin;
}

/** Signs in without a page; a page of the same context is signed in from then on. */
export async function signIn(request: APIRequestContext, origin: string, person: Person): Promise<void> {
  const response = await request.post('/sign-in', {
    form: { email: person.email, password: person.password, next: '/' },
    headers: asPage(origin),
    maxRedirects: 0,
  });
  expect(response.status()).toBe(303);
}
