// Admins, made by the service that the command line calls.
import * as admins from '#lib/server/people/moderation/admins.ts';
import { getAccountId, withDatabase } from './database.ts';
import type { useOwnSite } from './own-site.ts';
import { newPerson, type Person, type Place, requestsOf } from './people.ts';
import { expect, test } from './test.ts';

/**
 * Somebody with an account is an admin from the next request on. Becoming one ends the sessions of an account: they are
 * opened again with the secrets that its browsers have.
 */
export async function makeAdmin(place: Place, { handle }: Person): Promise<void> {
  await withDatabase(place, async (db) => {
    const accountId = await getAccountId(db, handle);
    const sessions = await db.selectFrom('session').selectAll().where('accountId', '=', accountId).execute();
    expect(await admins.setIsAdmin(db, accountId, true)).toBe(true);
    if (sessions.length === 0) return;
    await db.insertInto('session').values(sessions).execute();
    await db.deleteFrom('endedSession').execute();
  });
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
