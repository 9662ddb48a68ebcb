// Sessions of admins, and the fresh proof that their strongest actions need.
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { setIsAdmin } from '#lib/server/people/moderation/admins.ts';
import { provePassword } from '#lib/server/people/accounts/own-account.ts';
import { createAuth } from '#lib/server/people/sessions/auth.ts';
import { sha256 } from '#lib/server/platform/signing.ts';
import { isFresh, lacksPasskey, recordPasskey } from '#lib/server/people/sessions/sessions.ts';
import type { Db } from '#lib/server/platform/db/connect.ts';
import type { AppError } from '#lib/server/platform/errors.ts';
import { createLimits } from '#lib/server/platform/limits/limits.ts';
import { ADDRESS, join, joined, newcomer, PASSWORD, signIn } from './setup/accounts.ts';
import { connectAt } from './setup/clock.ts';
import { sharedDatabase } from './setup/database.ts';
import { insertForecaster } from './setup/factories.ts';

const HOUR_MS = 60 * 60 * 1000;

async function setUp() {
  const { db, owner, pool, appUrl } = await sharedDatabase();
  const auth = createAuth(db);
  const open = async (accountId: number) => (await auth.open(accountId)).value;
  return { db, owner, appUrl, auth, open, limits: createLimits(pool) };
}

async function endsOf(db: Db, secret: string) {
  const query = db.selectFrom('session').select(['expiresAt', 'endsAt', 'lastUsedAt', 'createdAt']);
  return query.where('secretHash', '=', sha256(secret)).executeTakeFirstOrThrow();
}

test('an admin’s session ends twelve hours after signing in, however often it is used', async () => {
  const { db, owner, appUrl, auth, open } = await setUp();
  const secret = await open(await insertForecaster(owner, { isAdmin: true }));
  const { expiresAt, endsAt, createdAt } = await endsOf(db, secret);
  expect(expiresAt).toEqual(endsAt);
  expect((endsAt.getTime() - createdAt.getTime()) / HOUR_MS).toBeCloseTo(12, 2);
  for (let i = 0; i < 3; i++) expect(await auth.read(secret)).not.toBeNull();
  expect((await endsOf(db, secret)).endsAt).toEqual(endsAt);
  const after = (hours: number) => new Date(createdAt.getTime() + hours * HOUR_MS).toISOString();
  expect(await createAuth(connectAt(appUrl, after(11.9))).read(secret)).not.toBeNull();
  expect(await createAuth(connectAt(appUrl, after(12.1))).read(secret)).toBeNull();
});

test('becoming an admin ends the sessions from before, ceasing to be one ends none', async () => {
  const { db, owner, auth, open } = await setUp();
  const [accountId, other] = [await insertForecaster(db), await insertForecaster(db)];
  const before = [await open(accountId), await open(accountId)];
  const stranger = await open(other);
  await setIsAdmin(owner, accountId, true);
  for (const secret of before) expect(await auth.read(secret)).toBeNull();
  expect(await auth.read(stranger)).not.toBeNull();
  const after = await open(accountId);
  await setIsAdmin(owner, accountId, false);
  expect(await auth.read(after)).toMatchObject({ account: { isAdmin: false } });
});

test('a session that is opened while its account becomes an admin is one of an admin', async () => {
  const { db, owner, open } = await setUp();
  const accountId = await insertForecaster(db);
  let opening: Promise<string> | undefined;
  await owner.transaction().execute(async (tx) => {
    await sql`update account set is_admin = true where id = ${accountId}`.execute(tx);
    opening = open(accountId);
    const waiting = sql<{ n: number }>`select count(*)::int n from pg_locks where not granted`;
    await expect.poll(async () => (await waiting.execute(owner)).rows[0]?.n).toBeGreaterThan(0);
  });
  const { endsAt, createdAt } = await endsOf(db, await opening!);
  expect(endsAt.getTime() - createdAt.getTime()).toBeLessThanOrEqual(12 * HOUR_MS);
});

test('a proof is fresh for ten minutes after signing in', async () => {
  const { db, owner, open } = await setUp();
  const secret = await open(await insertForecaster(db));
  const age = (minutes: number) =>
    sql`update session set proved_at = now_at() - make_interval(mins => ${minutes})
        where secret_hash = ${sha256(secret)}`.execute(owner);
  expect(await isFresh(db, secret)).toBe(true);
  await age(9);
  expect(await isFresh(db, secret)).toBe(true);
  await age(10);
  expect(await isFresh(db, secret)).toBe(false);
  expect(await isFresh(db, 'unknown')).toBe(false);
  // Not even the app's role can date a proof into the future.
  await db
    .updateTable('session')
    .set({ provedAt: sql<Date>`now_at() + interval '1 day'` })
    .execute();
  const early = db
    .selectFrom('session')
    .select('provedAt')
    .where('provedAt', '>', sql<Date>`now_at()`);
  expect(await early.execute()).toEqual([]);
});

test('an admin who has a passkey has no powers in a session that it did not open', async () => {
  const { db, owner, open } = await setUp();
  const [admin, member] = [await insertForecaster(owner, { isAdmin: true }), await insertForecaster(db)];
  const [byPassword, byPasskey, ofMember] = [await open(admin), await open(admin), await open(member)];
  await recordPasskey(db, byPasskey);
  const lacking = () => Promise.all([byPassword, byPasskey, ofMember].map((each) => lacksPasskey(db, each)));
  expect(await lacking()).toEqual([false, false, false]);
  const passkey = { name: '열쇠', publicKey: Buffer.alloc(77), counter: 0, transports: [] };
  for (const accountId of [admin, member])
    await db
      .insertInto('passkey')
      .values({ ...passkey, id: `key-of-${accountId}`, accountId })
      .execute();
  expect(await lacking()).toEqual([true, false, false]);
  expect(await isFresh(db, byPassword)).toBe(false);
  expect(await isFresh(db, byPasskey)).toBe(true);
});

test('wrong passwords count with those of signing in, so that a stolen session cannot guess on', async () => {
  const { db, limits } = await setUp();
  const form = newcomer();
  const { handle } = form;
  await joined(join(db, limits, form));
  const prove = (password: string) => provePassword(db, limits, { handle, password }, ADDRESS, () => null);
  await prove(PASSWORD);
  const statuses = new Set<unknown>();
  for (let i = 0; i < 12; i++) {
    await prove('not this one, no').catch((error: AppError) => statuses.add(error.status));
  }
  expect([...statuses]).toEqual([400, 429]);
  await expect(prove(PASSWORD)).rejects.toMatchObject({ status: 429 });
  expect(await signIn(db, limits, { login: handle, password: PASSWORD })).toMatchObject({ status: 429 });
});
