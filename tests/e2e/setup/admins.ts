// Admins, made by the service that the command line calls.
import * as admins from '#lib/server/accounts/admins.ts';
import { withDatabase } from './database.ts';
import type { useOwnSite } from './own-site.ts';
import { newPerson, type Person, type Place, requestsOf } from './people.ts';
import { expect, test } from './test.ts';

/** Somebody with an account is an admin from the next request on. */
export async function makeAdmin(place: Place, { email }: Pick<Person, 'email'>): Promise<void> {
  const { result } = await withDatabase(place, (db) => admins.makeAdmin(db, email));
  expect(result).toBe('done');
}

/** One admin for a file of tests, who is there from the first on. */
export function useAdmin(own: ReturnType<typeof useOwnSite>): Person {
  const admin = newPerson();
  test.beforeAll(async () => {
    await (await requestsOf(own.site, admin)).dispose();
    await makeAdmin(own.site, admin);
  });
  return admin;
}
