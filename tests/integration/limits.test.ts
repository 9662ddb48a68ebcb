import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { sha256 } from '#lib/server/auth/hash.ts';
import { connect, type Db } from '#lib/server/db/connect.ts';
import { TooManyRequestsError } from '#lib/server/errors.ts';
import { createLimits } from '#lib/server/limits/limits.ts';
import { ADDRESS, join, newcomer, signIn } from './setup/accounts.ts';
import { cloneDatabase } from './setup/database.ts';
import { readTables } from './setup/tables.ts';

const OTHER_ADDRESS = '2001:db8::7';
const EMAIL = 'reader@example.com';
const PER_EMAIL = 10;
const PER_ADDRESS = 500;
const NEWCOMER = { ...newcomer(), email: EMAIL };

async function setUp() {
  const database = await cloneDatabase();
  return { ...database, limits: createLimits(database.pool) };
}

/** Sets the points that one limit has counted in its window. */
async function setPoints(db: Db, limit: string, points: number): Promise<void> {
  const { numAffectedRows } =
    await sql`update rate_limit set points = ${points} where key like ${`${limit}:%`}`.execute(db);
  expect(numAffectedRows).toBe(1n);
}

async function times(count: number, work: () => Promise<void>): Promise<void> {
  for (let i = 0; i < count; i++) await work();
}

describe('signing in with one e-mail address', () => {
  test('is limited to ten attempts across processes, then refused for a while', async () => {
    const { appUrl, limits } = await setUp();
    const { pool, close } = connect(appUrl);
    const other = createLimits(pool);
    await times(6, () => limits.signIn(EMAIL, ADDRESS));
    await times(4, () => other.signIn(EMAIL, OTHER_ADDRESS));
    for (const each of [limits, other]) {
      const refused = await each.signIn(EMAIL, ADDRESS).catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(TooManyRequestsError);
      const { status, retryAfterSeconds } = refused as TooManyRequestsError;
      expect(status).toBe(429);
      expect(retryAfterSeconds).toBeGreaterThan(800);
      expect(retryAfterSeconds).toBeLessThanOrEqual(900);
      await each.signIn('another@example.com', ADDRESS);
    }
    await close();
  });

  test('lets exactly ten of fifty concurrent attempts pass', async () => {
    const { limits } = await setUp();
    const tries = await Promise.allSettled(Array.from({ length: 50 }, () => limits.signIn(EMAIL, ADDRESS)));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(PER_EMAIL);
  });

  test('may be tried again once the window is over', async () => {
    const { db, limits } = await setUp();
    await times(PER_EMAIL, () => limits.signIn(EMAIL, ADDRESS));
    await expect(limits.signIn(EMAIL, ADDRESS)).rejects.toThrow(TooManyRequestsError);
    await sql`update rate_limit set expire = ${Date.now() - 1}`.execute(db);
    await times(PER_EMAIL, () => limits.signIn(EMAIL, ADDRESS));
    await expect(limits.signIn(EMAIL, ADDRESS)).rejects.toThrow(TooManyRequestsError);
  });

  test('does not count successful attempts', async () => {
    const { limits } = await setUp();
    await times(3 * PER_EMAIL, async () => {
      await limits.signIn(EMAIL, ADDRESS);
      await limits.forgiveSignIn(EMAIL, ADDRESS);
    });
  });

  test('still counts failed attempts after a successful one, because others may claim the same address', async () => {
    const { limits } = await setUp();
    await times(PER_EMAIL - 1, () => limits.signIn(EMAIL, ADDRESS));
    await limits.signIn(EMAIL, ADDRESS);
    await limits.forgiveSignIn(EMAIL, ADDRESS);
    await limits.signIn(EMAIL, ADDRESS);
    await expect(limits.signIn(EMAIL, ADDRESS)).rejects.toThrow(TooManyRequestsError);
  });
});

describe('signing in from one IP address', () => {
  test('is limited to five hundred attempts, for any number of e-mail addresses', async () => {
    const { db, limits } = await setUp();
    await limits.signIn(EMAIL, ADDRESS);
    await setPoints(db, 'sign-in-address', PER_ADDRESS - 1);
    await limits.signIn('one@example.com', ADDRESS);
    await expect(limits.signIn('two@example.com', ADDRESS)).rejects.toThrow(TooManyRequestsError);
    await limits.signIn('two@example.com', OTHER_ADDRESS);
  });
});

describe('joining from one IP address', () => {
  test('is limited to five hundred an hour, then refused before hashing', async () => {
    const { db, owner, limits } = await setUp();
    await limits.join(ADDRESS);
    await setPoints(db, 'join', PER_ADDRESS);
    const before = await readTables(owner);
    expect(await join(db, limits, NEWCOMER, ADDRESS)).toEqual({
      status: 429,
      errors: { form: 'too-many-requests' },
    });
    const [account] = (await readTables(owner)).filter(({ table }) => table === 'account');
    expect(account).toEqual(before.find(({ table }) => table === 'account'));
    expect(await join(db, limits, NEWCOMER, OTHER_ADDRESS)).toHaveProperty('accountId');
  });

  test('does not count forms with validation errors', async () => {
    const { owner, db, limits } = await setUp();
    await times(3, async () => {
      expect(await join(db, limits, { ...NEWCOMER, terms: '' }, ADDRESS)).toHaveProperty('errors');
    });
    expect((await readTables(owner)).find(({ table }) => table === 'rate_limit')?.rows).toEqual([]);
  });
});

test('a sign-in past the limit is refused though the password is right, and says so', async () => {
  const { db, limits } = await setUp();
  await join(db, limits, NEWCOMER, ADDRESS);
  const attempt = (password: string) => signIn(db, limits, { email: EMAIL, password }, ADDRESS);
  expect(await attempt('the password of nobody')).toMatchObject({ status: 400 });
  await setPoints(db, 'sign-in-email', PER_EMAIL);
  expect(await attempt(NEWCOMER.password)).toEqual({ status: 429, errors: { form: 'too-many-requests' } });
});

describe('a rate limit key', () => {
  test('is a hash, never an e-mail or IP address', async () => {
    const { owner, limits } = await setUp();
    await limits.signIn(EMAIL, ADDRESS);
    await limits.join(OTHER_ADDRESS);
    const kept = JSON.stringify(await readTables(owner));
    for (const secret of [EMAIL, ADDRESS, OTHER_ADDRESS]) {
      expect(kept).not.toContain(secret);
      expect(kept).toContain(sha256(secret));
    }
  });

  test('is deleted once its window is over, and not before', async () => {
    const { db, limits } = await setUp();
    await limits.signIn(EMAIL, ADDRESS);
    await limits.join(ADDRESS);
    await limits.sweep();
    const keys = () => db.selectFrom('rateLimit').select('key').orderBy('key').execute();
    expect(await keys()).toHaveLength(3);
    await sql`update rate_limit set expire = ${Date.now() - 1} where key like 'sign-in%'`.execute(db);
    await limits.sweep();
    expect((await keys()).map(({ key }) => key.split(':')[0])).toEqual(['join']);
  });
});
