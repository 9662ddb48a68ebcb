import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { findAccount, setIsAdmin } from '#lib/server/people/moderation/admins.ts';
import type { Db } from '#lib/server/platform/db/connect.ts';
import { cloneDatabase } from './setup/database.ts';

async function setUp() {
  const { owner: db } = await cloneDatabase();
  const insert = (handle: string, email: string, isVerified = false) =>
    sql`
      insert into account (handle, email, password_hash, email_verified_at)
      values (${handle}, ${email}, 'x', case when ${isVerified} then now_at() end)
    `.execute(db);
  return { db, insert };
}

async function admins(db: Db): Promise<string[]> {
  const rows = await db.selectFrom('account').select('handle').where('isAdmin', '=', true).execute();
  return rows.map(({ handle }) => handle);
}

test('an operator names an account by handle or verified address, never by a claimed one', async () => {
  const { db, insert } = await setUp();
  const handle = 'Desk-가';
  await insert(handle, 'newcomer@example.com', true);
  await insert('another', 'claimed@example.com');
  for (const who of [' NewComer@Example.com', 'desk-가', 'DESK-가'.normalize('NFD')])
    expect(await findAccount(db, who), who).toMatchObject({ handle });
  for (const who of ['claimed@example.com', 'nobody@example.com', '', 'author'])
    expect(await findAccount(db, who), who).toBeUndefined();
});

test('an admin is made and revoked once', async () => {
  const { db, insert } = await setUp();
  await insert('Desk-나', 'desk@example.com');
  const { id } = (await findAccount(db, 'desk-나'))!;
  expect([await setIsAdmin(db, id, true), await setIsAdmin(db, id, true)]).toEqual([true, false]);
  expect(await admins(db)).toEqual(['Desk-나']);
  expect([await setIsAdmin(db, id, false), await setIsAdmin(db, id, false)]).toEqual([true, false]);
  expect(await admins(db)).toEqual([]);
});
