// Deletion of an account: what goes, what stays, and who hears of it.
import { sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { deleteOwn, isMailboxRefused } from '#lib/server/people/accounts/deletion.ts';
import { createToken } from '#lib/server/people/accounts/recovery.ts';
import { createAuth } from '#lib/server/people/sessions/auth.ts';
import * as leaderboard from '#lib/server/results/leaderboard/service.ts';
import * as resolutions from '#lib/server/results/resolutions/service.ts';
import { instantAfter } from './setup/clock.ts';
import { cloneDatabase } from './setup/database.ts';
import { handleOf, insertForecaster, placeOn, questionId, resultOf } from './setup/factories.ts';
import { keeperOn } from './setup/keeper.ts';
import { findProfile } from './setup/profile.ts';
import { insertMember, openPost } from './setup/post.ts';
import { readTables } from './setup/tables.ts';

const QUIET = { mail: null, locale: 'ko' as const };
const PASSWORD = 'a quiet orchard at noon';

async function setUp() {
  const database = await cloneDatabase();
  const { db, owner } = database;
  const keeper = keeperOn(db);
  const member = await insertMember(owner, PASSWORD);
  const other = await insertForecaster(db);
  const ids = { open: await questionId(db, 'final-3'), resolved: await questionId(db, 'count-3') };
  return { ...database, keeper, member, other, ids };
}

test('withdraws standing forecasts on open questions, keeps the log, and the odds move', async () => {
  const { db, owner, keeper, member, other, ids } = await setUp();
  await placeOn(db, 'final-3', member.id, [900, 800, 300]);
  await placeOn(db, 'final-3', other, [500, 700, 800]);
  await placeOn(db, 'count-3', member.id, [100, 700, 100, 100]);
  const admin = await insertForecaster(owner, { isAdmin: true });
  const result = resultOf([false, true, false, false], await instantAfter(db));
  await resolutions.publish(db, admin, 'count-3', result, 0);
  await keeper.start();
  onTestFinished(() => keeper.stop());
  expect(keeper.crowd(ids.open)).toMatchObject({ forecasters: 2 });
  const before = await db.selectFrom('forecast').selectAll().orderBy('seq').execute();

  await deleteOwn(db, QUIET, member.id);
  await keeper.poll();
  expect(keeper.crowd(ids.open)).toMatchObject({ forecasters: 1, permille: expect.any(Array) });
  const after = await db.selectFrom('forecast').selectAll().orderBy('seq').execute();
  expect(after.slice(0, before.length)).toEqual(before);
  expect(after.slice(before.length)).toMatchObject([
    { questionId: ids.open, accountId: member.id, permille: null },
  ]);
  const request = { page: 1, search: '', accountId: null, hasAuthor: true };
  const board = await leaderboard.board(db, 'all', request);
  expect(board.rows.map(({ handle }) => handle)).toEqual([expect.stringMatching(/^deleted-[0-9a-f]{10}$/)]);
});

test('leaves nothing that names the person in any table, and no way back in', async () => {
  const { db, owner, member } = await setUp();
  const auth = createAuth(db);
  const { value: secret } = await auth.open(member.id);
  await createToken(db, member.id, 'reset');
  await sql`insert into account_join (account_id, address_key) values (${member.id}, repeat('a', 64))`.execute(
    owner,
  );
  await placeOn(db, 'final-3', member.id, [900, 800, 300]);
  await deleteOwn(db, QUIET, member.id);

  const stored = JSON.stringify(await readTables(owner));
  for (const trace of [member.handle, member.email]) expect(stored).not.toContain(trace);
  for (const table of ['session', 'account_token', 'account_join'])
    expect(
      (await sql`select from ${sql.table(table)} where account_id = ${member.id}`.execute(owner)).rows,
    ).toEqual([]);
  expect(await auth.read(secret)).toBeNull();
  await expect(auth.open(member.id)).rejects.toMatchObject({ code: 'FT026' });
  await expect(placeOn(db, 'final-3', member.id, [500, 700, 800])).rejects.toMatchObject({
    code: 'too-many-requests',
  });
  expect(await findProfile(db, member.handle)).toBeUndefined();
});

test('a forecast in flight is withdrawn, or refused', async () => {
  const { db, ids, owner } = await setUp();
  for (let round = 0; round < 10; round++) {
    const id = await insertForecaster(owner);
    const forecasts = [900, 890, 880].map((first) =>
      placeOn(db, 'final-3', id, [first, 1700 - first, 300]).catch(() => undefined),
    );
    await Promise.all([...forecasts, deleteOwn(db, QUIET, id)]);
    const standing = await db
      .selectFrom('standing')
      .select('permille')
      .where('accountId', '=', id)
      .where('questionId', '=', ids.open)
      .execute();
    expect(standing.filter(({ permille }) => permille !== null)).toEqual([]);
  }
});

test('the verified mailbox is refused for thirty days, and the address hears of the deletion', async () => {
  const database = await setUp();
  const { db, owner, member, other } = database;
  const { mail, nextLetter } = await openPost(database);
  await deleteOwn(db, { mail, locale: 'en' }, member.id);
  expect(await nextLetter()).toMatchObject({
    to: [member.email],
    subject: 'Final Two: your account is deleted',
  });
  expect(await isMailboxRefused(db, member.email)).toBe(true);
  const claimed = `${await handleOf(db, other)}@example.com`;
  await deleteOwn(db, QUIET, other);
  expect(await isMailboxRefused(db, claimed)).toBe(false);
  await sql`update refused_mailbox set until = now_at()`.execute(owner);
  expect(await isMailboxRefused(db, member.email)).toBe(false);
});

test('admins and the author are refused until their flag is revoked', async () => {
  const { db, owner, member } = await setUp();
  for (const flag of ['is_admin', 'is_author']) {
    await sql`update account set is_author = false`.execute(owner);
    await sql`update account set ${sql.ref(flag)} = true where id = ${member.id}`.execute(owner);
    await expect(deleteOwn(db, QUIET, member.id)).rejects.toMatchObject({ error: 'deletion-of-admin' });
    await sql`update account set ${sql.ref(flag)} = false where id = ${member.id}`.execute(owner);
  }
  expect(await handleOf(db, member.id)).toBe(member.handle);
  await deleteOwn(db, QUIET, member.id);
  await deleteOwn(db, QUIET, member.id);
  expect(await handleOf(db, member.id)).toMatch(/^deleted-/);
});
