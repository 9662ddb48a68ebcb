import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { connect } from '#lib/server/platform/db/connect.ts';
import { TooManyRequestsError } from '#lib/server/platform/errors.ts';
import { createLimits, type Limits } from '#lib/server/platform/limits/limits.ts';
import { ADDRESS, join, joined, newAddress, newcomer, PASSWORD, signIn } from './setup/accounts.ts';
import { cloneDatabase } from './setup/database.ts';
import { insertMember } from './setup/post.ts';
import { readTables } from './setup/tables.ts';

const PER_LOGIN = 10;
const PER_ADDRESS = 100;
const TOO_MANY = { status: 429, errors: { form: 'too-many-requests' } };

async function setUp() {
  const database = await cloneDatabase();
  return { ...database, limits: createLimits(database.pool) };
}

/** Counts attempts for a login from one address. */
function attempt(limits: Limits, loginKey = 'a login', addressKey = 'an address') {
  return limits.signIn({ loginKey, addressKey, deviceId: null });
}

async function times(count: number, work: (i: number) => Promise<unknown>): Promise<void> {
  for (let i = 0; i < count; i++) await work(i);
}

describe('attempts on one login', () => {
  test('are limited to ten across processes and addresses, then refused for a while', async () => {
    const { appUrl, limits } = await setUp();
    const { pool, close } = connect(appUrl);
    const other = createLimits(pool);
    await times(6, () => attempt(limits));
    await times(4, () => attempt(other, 'a login', 'another address'));
    for (const each of [limits, other]) {
      const refused = await attempt(each).catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(TooManyRequestsError);
      const { status, retryAfterSeconds } = refused as TooManyRequestsError;
      expect(status).toBe(429);
      expect(retryAfterSeconds).toBeGreaterThan(800);
      expect(retryAfterSeconds).toBeLessThanOrEqual(900);
      await attempt(each, 'another login');
    }
    await close();
  });

  test('let exactly ten of fifty at once pass', async () => {
    const { limits } = await setUp();
    const tries = await Promise.allSettled(Array.from({ length: 50 }, () => attempt(limits)));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(PER_LOGIN);
  });

  test('may be made again once the window is over', async () => {
    const { db, limits } = await setUp();
    await times(PER_LOGIN, () => attempt(limits));
    await expect(attempt(limits)).rejects.toThrow(TooManyRequestsError);
    await sql`update rate_limit set expire = ${Date.now() - 1}`.execute(db);
    await times(PER_LOGIN, () => attempt(limits));
    await expect(attempt(limits)).rejects.toThrow(TooManyRequestsError);
  });

  test('are given back where they succeed, and only they', async () => {
    const { limits } = await setUp();
    await times(PER_LOGIN - 1, () => attempt(limits));
    await times(3 * PER_LOGIN, async () => (await attempt(limits))());
    await attempt(limits);
    await expect(attempt(limits)).rejects.toThrow(TooManyRequestsError);
  });
});

test('attempts from one address are limited to a hundred, for any number of logins', async () => {
  const { limits } = await setUp();
  await times(PER_ADDRESS, (i) => attempt(limits, `login ${i}`));
  await expect(attempt(limits, 'one more')).rejects.toThrow(TooManyRequestsError);
  await attempt(limits, 'one more', 'another address');
});

describe('an owner', () => {
  test('whom a stranger’s guesses lock out still signs in on a device that has signed in before', async () => {
    const { db, limits } = await setUp();
    const form = newcomer();
    const accountId = await joined(join(db, limits, form));
    const guess = (i: number) =>
      signIn(db, limits, { login: form.handle, password: `a guess of number ${i}` }, newAddress());
    await times(PER_LOGIN, guess);
    const login = { login: form.handle, password: PASSWORD };
    expect(await signIn(db, limits, login), 'on a new device').toEqual(TOO_MANY);
    const device = (id: number) => (id === accountId ? 'the owner’s device' : null);
    expect(await signIn(db, limits, login, newAddress(), device)).toEqual({ accountId });
  });

  test('has ten attempts on such a device, and a stolen device cookie no more', async () => {
    const { db, limits } = await setUp();
    const form = newcomer();
    await joined(join(db, limits, form));
    const on = (deviceId: string | null) => (password: string) =>
      signIn(db, limits, { login: form.handle, password }, ADDRESS, () => deviceId);
    await times(PER_LOGIN, async (i) => {
      expect(await on('stolen')(`a guess of number ${i}`)).toMatchObject({ status: 400 });
    });
    expect(await on('stolen')(PASSWORD)).toEqual(TOO_MANY);
    expect(await on('another')(PASSWORD)).toHaveProperty('accountId');
    expect(await on(null)(PASSWORD)).toHaveProperty('accountId');
  });
});

test('attempts that find the queue full are not counted', async () => {
  const { db, limits } = await setUp();
  const attempts = Array.from({ length: 60 }, (_, i) =>
    signIn(db, limits, { login: `somebody-${i}`, password: PASSWORD }, newAddress()),
  );
  const outcomes = await Promise.all(attempts);
  const wrong = outcomes.filter((outcome) => 'status' in outcome && outcome.status === 400);
  expect(wrong.length).toBeLessThan(outcomes.length / 2);
  const { points } = await db
    .selectFrom('rateLimit')
    .select((e) => e.fn.sum<string>('points').as('points'))
    .executeTakeFirstOrThrow();
  expect(Number(points)).toBe(2 * wrong.length);
});

test('guesses at an e-mail address leave the handle’s attempts alone: a limit tells nobody whose the address is', async () => {
  const { db, owner, limits } = await setUp();
  const { id, handle, email } = await insertMember(owner, PASSWORD);
  await times(PER_LOGIN, (i) =>
    signIn(db, limits, { login: email, password: `a guess of number ${i}` }, newAddress()),
  );
  const outcome = (login: string) => signIn(db, limits, { login, password: PASSWORD }, newAddress());
  expect(await outcome(email.toUpperCase())).toEqual(TOO_MANY);
  expect(await outcome(handle)).toEqual({ accountId: id });
});

describe('a rate limit key', () => {
  test('names neither a login nor an IP address', async () => {
    const { db, owner, limits } = await setUp();
    await join(db, limits, newcomer(), '2001:db8::7');
    await signIn(db, limits, { login: 'somebody', password: 'a wrong one' }, ADDRESS);
    const kept = (await readTables(owner)).find(({ table }) => table === 'rate_limit')?.rows;
    expect(kept).toHaveLength(4);
    expect(JSON.stringify(kept)).not.toMatch(/somebody|192\.0\.2|2001:db8/);
  });

  test('is deleted once its window is over, and not before', async () => {
    const { db, limits } = await setUp();
    await attempt(limits);
    await limits.join('an address', () => Promise.resolve(null));
    await limits.sweep();
    const keys = () => db.selectFrom('rateLimit').select('key').orderBy('key').execute();
    expect(await keys()).toHaveLength(4);
    await sql`update rate_limit set expire = ${Date.now() - 1} where key like 'sign-in%'`.execute(db);
    await limits.sweep();
    expect((await keys()).map(({ key }) => key.split(':')[0])).toEqual(['join-day', 'join']);
  });
});
