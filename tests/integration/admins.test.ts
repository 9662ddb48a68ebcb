import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { makeAdmin, revokeAdmin } from '#lib/server/accounts/admins.ts';
import type { Db } from '#lib/server/db/connect.ts';
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

describe('an admin', () => {
  test('is made and revoked by e-mail or handle, case-insensitively', async () => {
    const { db, insert } = await setUp();
    const handle = 'Desk-가';
    await insert(handle, 'newcomer@example.com');
    await insert('another', 'another@example.com');
    expect(await makeAdmin(db, ' NewComer@Example.com')).toMatchObject({ result: 'done', handle });
    expect(await admins(db)).toEqual([handle]);
    expect(await makeAdmin(db, 'desk-가')).toMatchObject({ result: 'unchanged', handle });
    expect(await revokeAdmin(db, 'DESK-가'.normalize('NFD'))).toMatchObject({ result: 'done' });
    expect(await admins(db)).toEqual([]);
    expect(await revokeAdmin(db, 'newcomer@example.com')).toMatchObject({ result: 'unchanged' });
  });

  test('is not made when no account or more than one matches', async () => {
    const { db, insert } = await setUp();
    await insert('one', 'shared@example.com');
    await insert('two', 'shared@example.com');
    for (const who of ['nobody@example.com', '', 'author'])
      expect(await makeAdmin(db, who), who).toEqual({ result: 'unknown' });
    const ambiguous = { result: 'ambiguous', handles: ['one', 'two'] };
    expect(await makeAdmin(db, 'shared@example.com')).toEqual(ambiguous);
    expect(await admins(db)).toEqual([]);
    await insert('three', 'shared@example.com', true);
    const verified = { result: 'done', handle: 'three' };
    expect(await makeAdmin(db, 'shared@example.com')).toMatchObject(verified);
  });
});
