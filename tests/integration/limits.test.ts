import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { connect, type Db } from '#lib/server/db/connect.ts';
import { TooManyRequestsError } from '#lib/server/errors.ts';
import { createLimits } from '#lib/server/limits/limits.ts';
import { ADDRESS, join, newcomer, signIn } from './setup/accounts.ts';
import { cloneDatabase } from './setup/database.ts';
import { readTables } from './setup/tables.ts';

const OTHER_ADDRESS = '2001:db8::7';
/** What the limits count by: any text, as the services hash it. */
const LOGIN = 'hash of a login';
const PER_LOGIN = 10;
const PER_ADDRESS = 500;
const NEWCOMER = newcomer();

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

describe('signing in with one login', () => {
  test('is limited to ten attempts across processes, then refused for a while', async () => {
    const { appUrl, limits } = await setUp();
    const { pool, close } = connect(appUrl);
    const other = createLimits(pool);
    await times(6, () => limits.signIn(LOGIN, ADDRESS));
    await times(4, () => other.signIn(LOGIN, OTHER_ADDRESS));
    for (const each of [limits, other]) {
      const refused = await each.signIn(LOGIN, ADDRESS).catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(TooManyRequestsError);
      const { status, retryAfterSeconds } = refused as TooManyRequestsError;
      expect(status).toBe(429);
      expect(retryAfterSeconds).toBeGreaterThan(800);
      expect(retryAfterSeconds).toBeLessThanOrEqual(900);
      await each.signIn('another', ADDRESS);
    }
    await close();
  });

  test('lets exactly ten of fifty concurrent attempts pass', async () => {
    const { limits } = await setUp();
    const tries = await Promise.allSettled(Array.from({ length: 50 }, () => limits.signIn(LOGIN, ADDRESS)));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(PER_LOGIN);
  });

  test('may be tried again once the window is over', async () => {
    const { db, limits } = await setUp();
    await times(PER_LOGIN, () => limits.signIn(LOGIN, ADDRESS));
    await expect(limits.signIn(LOGIN, ADDRESS)).rejects.toThrow(TooManyRequestsError);
    await sql`update rate_limit set expire = ${Date.now() - 1}`.execute(db);
    await times(PER_LOGIN, () => limits.signIn(LOGIN, ADDRESS));
    await expect(limits.signIn(LOGIN, ADDRESS)).rejects.toThrow(TooManyRequestsError);
  });

  test('does not count successful attempts', async () => {
    const { limits } = await setUp();
    await times(3 * PER_LOGIN, async () => {
      await limits.signIn(LOGIN, ADDRESS);
      await limits.forgiveSignIn(LOGIN, ADDRESS);
    });
  });

  test('still counts failed attempts after a successful one, because others may go on guessing', async () => {
    const { limits } = await setUp();
    await times(PER_LOGIN - 1, () => limits.signIn(LOGIN, ADDRESS));
    await limits.signIn(LOGIN, ADDRESS);
    await limits.forgiveSignIn(LOGIN, ADDRESS);
    await limits.signIn(LOGIN, ADDRESS);
    await expect(limits.signIn(LOGIN, ADDRESS)).rejects.toThrow(TooManyRequestsError);
  });
});

describe('signing in from one IP address', () => {
  test('is limited to five hundred attempts, for any number of logins', async () => {
    const { db, limits } = await setUp();
    await limits.signIn(LOGIN, ADDRESS);
    await setPoints(db, 'sign-in-address', PER_ADDRESS - 1);
    await limits.signIn('one', ADDRESS);
    await expect(limits.signIn('two', ADDRESS)).rejects.toThrow(TooManyRequestsError);
    await limits.signIn('two', OTHER_ADDRESS);
  });
});

describe('joining from one IP address', () => {
  test('is limited to five hundred an hour, then refused before hashing', async () => {
    const { db, owner, limits } = await setUp();
    await join(db, limits, newcomer(), ADDRESS);
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
  const attempt = (password: string) => signIn(db, limits, { login: NEWCOMER.handle, password }, ADDRESS);
  expect(await attempt('the password of nobody')).toMatchObject({ status: 400 });
  await setPoints(db, 'sign-in-login', PER_LOGIN);
  expect(await attempt(NEWCOMER.password)).toEqual({ status: 429, errors: { form: 'too-many-requests' } });
});

describe('a rate limit key', () => {
  test('names neither a login nor an IP address', async () => {
    const { db, owner, limits } = await setUp();
    await join(db, limits, NEWCOMER, OTHER_ADDRESS);
    await signIn(db, limits, { login: 'somebody', password: 'a wrong one' }, ADDRESS);
    const kept = (await readTables(owner)).find(({ table }) => table === 'rate_limit')?.rows;
    expect(kept).toHaveLength(3);
    expect(JSON.stringify(kept)).not.toMatch(/somebody|192\.0\.2|2001:db8/);
  });

  test('is deleted once its window is over, and not before', async () => {
    const { db, limits } = await setUp();
    await limits.signIn(LOGIN, ADDRESS);
    await limits.join(ADDRESS);
    await limits.sweep();
    const keys = () => db.selectFrom('rateLimit').select('key').orderBy('key').execute();
    expect(await keys()).toHaveLength(3);
    await sql`update rate_limit set expire = ${Date.now() - 1} where key like 'sign-in%'`.execute(db);
    await limits.sweep();
    expect((await keys()).map(({ key }) => key.split(':')[0])).toEqual(['join']);
  });
});
