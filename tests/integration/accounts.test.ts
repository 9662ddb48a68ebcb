import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import type { AccountForm } from '#lib/types/reader.ts';
import { makeAdmin, revokeAdmin } from '#lib/server/accounts/admins.ts';
import * as accounts from '#lib/server/accounts/service.ts';
import { createLimits } from '#lib/server/limits/limits.ts';
import type { Db } from '#lib/server/db/connect.ts';
import { cloneDatabase } from './setup/database.ts';
import { insertForecaster } from './setup/factories.ts';
import { readTables } from './setup/tables.ts';

const ADDRESS = '192.0.2.7';
const PASSWORD = 'three seats, two teams';
const OTHER_PASSWORD = 'two teams, three seats';
const NEWCOMER = {
  handle: 'newcomer',
  email: 'newcomer@example.com',
  password: PASSWORD,
  age14: true,
  terms: true,
};

type Joining = Partial<typeof NEWCOMER>;

async function setUp() {
  const { app, owner } = await cloneDatabase();
  const limits = createLimits(app.pool);
  const join = (input: Joining = {}) => accounts.join(app.db, limits, { ...NEWCOMER, ...input }, ADDRESS);
  const signIn = (email: string, password: string) =>
    accounts.signIn(app.db, limits, { email, password }, ADDRESS);
  return { db: app.db, owner: owner.db, pool: app.pool, join, signIn };
}

async function joined(outcome: Promise<accounts.Outcome>): Promise<number> {
  const result = await outcome;
  if (!result.ok) throw new Error(JSON.stringify(result.form.faults));
  return result.accountId;
}

async function faultsOf(outcome: Promise<accounts.Outcome>): Promise<AccountForm['faults']> {
  const result = await outcome;
  expect(result).toMatchObject({ ok: false, status: 400 });
  return result.ok ? {} : result.form.faults;
}

function listHandles(db: Db) {
  return db
    .selectFrom('account')
    .select('handle')
    .where('isAuthor', '=', false)
    .orderBy('id')
    .execute()
    .then((rows) => rows.map(({ handle }) => handle));
}

describe('joining', () => {
  test('opens an account with the address and a hash of the password', async () => {
    const { db, owner, join } = await setUp();
    const id = await joined(join({ handle: ' 예측가-7 ', email: ' New.Comer@Example.com ' }));
    const account = await db.selectFrom('account').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
    expect(account).toMatchObject({
      handle: '예측가-7',
      email: 'new.comer@example.com',
      emailVerifiedAt: null,
      isAuthor: false,
      isAdmin: false,
      excludedAt: null,
      passwordHash: expect.stringMatching(/^\$argon2id\$/) as string,
    });
    expect(JSON.stringify(await readTables(owner))).not.toContain(PASSWORD);
    expect(await accounts.profile(db, id)).toEqual({
      handle: '예측가-7',
      email: 'new.comer@example.com',
      joinedAt: account.joinedAt,
    });
  });

  test.each([
    ['without the tick on age', { age14: false }, { age14: 'age-required' }],
    ['without the tick on terms', { terms: false }, { terms: 'terms-required' }],
    [
      'without both ticks',
      { age14: false, terms: false },
      { age14: 'age-required', terms: 'terms-required' },
    ],
  ] as [string, Joining, object][])('%s stores nothing at all', async (_, input, faults) => {
    const { owner, join } = await setUp();
    const before = await readTables(owner);
    expect(await faultsOf(join(input))).toEqual(faults);
    expect(await readTables(owner)).toEqual(before);
  });

  test('names what is wrong beside every field at once, keeps what was typed, and never the password', async () => {
    const { owner, join } = await setUp();
    const before = await readTables(owner);
    const typed = { handle: ' <b> ', email: 'Nowhere', password: 'short', age14: false, terms: true };
    expect(await join(typed)).toEqual({
      ok: false,
      status: 400,
      form: {
        faults: {
          handle: 'handle-shape',
          email: 'email-shape',
          password: 'password-short',
          age14: 'age-required',
        },
        handle: ' <b> ',
        email: 'Nowhere',
        age14: false,
        terms: true,
      },
    });
    expect(await readTables(owner)).toEqual(before);
  });

  test('with an empty form says what is missing', async () => {
    const { join } = await setUp();
    const nothing = { handle: '', email: '', password: '', age14: false, terms: false };
    expect(await faultsOf(join(nothing))).toEqual({
      handle: 'missing',
      email: 'missing',
      password: 'missing',
      age14: 'age-required',
      terms: 'terms-required',
    });
  });

  test('with letters that no database can hold is refused, never an error', async () => {
    const { join, signIn } = await setUp();
    expect(await faultsOf(join({ handle: 'new\0comer' }))).toEqual({ handle: 'handle-shape' });
    expect(await faultsOf(join({ email: 'new\0comer@example.com' }))).toEqual({ email: 'email-shape' });
    expect(await faultsOf(signIn('new\0comer@example.com', PASSWORD))).toEqual({ form: 'wrong-credentials' });
    expect(await faultsOf(signIn('\ud800@example.com', PASSWORD))).toEqual({ form: 'wrong-credentials' });
    await joined(join({ password: 'a\0NUL inside it' }));
    expect(await signIn(NEWCOMER.email, 'a\0NUL inside it')).toMatchObject({ ok: true });
  });
});

describe('a handle', () => {
  test.each([
    ['in another case', 'NewComer', 'nEWcOMER'],
    ['decomposed', '예측가하나', '예측가하나'.normalize('NFD')],
    ['with space around it', 'newcomer', '  newcomer\n'],
  ])('is taken %s', async (_, first, second) => {
    const { db, join } = await setUp();
    await joined(join({ handle: first }));
    expect(await faultsOf(join({ handle: second, email: 'other@example.com' }))).toEqual({
      handle: 'handle-taken',
    });
    expect(await listHandles(db)).toEqual([first]);
  });

  test('goes to exactly one of ten who want it at once, however they write it', async () => {
    const { db, join } = await setUp();
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        join({ handle: i % 2 ? 'Rapid-가' : 'rAPID-가'.normalize('NFD'), email: `reader-${i}@example.com` }),
      ),
    );
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    for (const outcome of outcomes) {
      if (!outcome.ok)
        expect(outcome).toMatchObject({ status: 400, form: { faults: { handle: 'handle-taken' } } });
    }
    expect(await listHandles(db)).toHaveLength(1);
  });

  test('that is proposed is free', async () => {
    const { db } = await setUp();
    const proposed = await accounts.proposeFreeHandle(db, 'ko');
    expect(proposed).toMatch(/^예측가-\d{6}$/);
    await sql`insert into account (handle) values (${proposed})`.execute(db);
    expect(await accounts.proposeFreeHandle(db, 'ko')).not.toBe(proposed);
  });

  test('that is not allowed is refused by the database too', async () => {
    const { db } = await setUp();
    for (const handle of [
      'a',
      'two words',
      'Ｒｅａｄｅｒ',
      'café',
      '예측가'.normalize('NFD'),
      'a'.repeat(21),
    ]) {
      await expect(sql`insert into account (handle) values (${handle})`.execute(db)).rejects.toThrow(
        'account_handle_check',
      );
    }
  });
});

describe('an address', () => {
  test('may be claimed by two people, and each signs in with his own password', async () => {
    const { join, signIn } = await setUp();
    const first = await joined(join({ handle: 'first' }));
    const second = await joined(join({ handle: 'second', password: OTHER_PASSWORD }));
    expect(second).not.toBe(first);
    expect(await signIn(NEWCOMER.email, PASSWORD)).toEqual({ ok: true, accountId: first });
    expect(await signIn(NEWCOMER.email, OTHER_PASSWORD)).toEqual({ ok: true, accountId: second });
    expect(await faultsOf(signIn(NEWCOMER.email, 'the password of nobody'))).toEqual({
      form: 'wrong-credentials',
    });
  });

  test('belongs to whoever has verified it, where two have one password', async () => {
    const { owner, join, signIn } = await setUp();
    const claimed = await joined(join({ handle: 'claims-it' }));
    const verified = await joined(join({ handle: 'has-it' }));
    expect(await signIn(NEWCOMER.email, PASSWORD)).toEqual({ ok: true, accountId: claimed });
    await sql`update account set email_verified_at = now_at() where id = ${verified}`.execute(owner);
    expect(await signIn(NEWCOMER.email, PASSWORD)).toEqual({ ok: true, accountId: verified });
  });

  test('is verified for one account at the most', async () => {
    const { owner, join } = await setUp();
    await joined(join({ handle: 'first' }));
    await joined(join({ handle: 'second' }));
    const verify = (handle: string) =>
      sql`update account set email_verified_at = now_at() where handle = ${handle}`.execute(owner);
    await verify('first');
    await expect(verify('second')).rejects.toThrow('account_verified_email');
  });

  test('that is known answers joining as one that is not', async () => {
    const { owner, join } = await setUp();
    const known = await joined(join({ handle: 'first' }));
    await sql`update account set email_verified_at = now_at() where id = ${known}`.execute(owner);
    const again = await join({ handle: 'second' });
    const unknown = await join({ handle: 'third', email: 'unknown@example.com' });
    expect({ ...again, accountId: 0 }).toEqual({ ...unknown, accountId: 0 });
    const faulty = await join({ handle: 'fourth', terms: false });
    const faultyUnknown = await join({ handle: 'fourth', email: 'unknown@example.com', terms: false });
    expect(faulty).toMatchObject({ ok: false, form: { faults: { terms: 'terms-required' } } });
    expect(JSON.stringify(faulty).replace(NEWCOMER.email, 'unknown@example.com')).toBe(
      JSON.stringify(faultyUnknown),
    );
  });
});

describe('signing in', () => {
  test('takes the address in any case, and the password exactly', async () => {
    const { join, signIn } = await setUp();
    const accountId = await joined(join());
    expect(await signIn(' NEWCOMER@example.COM ', PASSWORD)).toEqual({ ok: true, accountId });
    for (const wrong of [PASSWORD.toUpperCase(), `${PASSWORD} `, PASSWORD.slice(1)]) {
      expect(await faultsOf(signIn(NEWCOMER.email, wrong))).toEqual({ form: 'wrong-credentials' });
    }
  });

  test('answers alike for a wrong password and an unknown address, whatever sort of address it is', async () => {
    const { db, join, signIn } = await setUp();
    await joined(join());
    await sql`insert into account (handle, email) values ('no-password', 'none@example.com')`.execute(db);
    for (const email of [
      NEWCOMER.email,
      'unknown@example.com',
      'none@example.com',
      'no address',
      `${'a'.repeat(500)}@b.co`,
    ]) {
      expect(await signIn(email, OTHER_PASSWORD)).toEqual({
        ok: false,
        status: 400,
        form: { faults: { form: 'wrong-credentials' }, handle: '', email, age14: false, terms: false },
      });
    }
  });

  test('with an empty form says what is missing, and tries nothing', async () => {
    const { owner, signIn } = await setUp();
    const before = await readTables(owner);
    expect(await faultsOf(signIn('', ''))).toEqual({ email: 'missing', password: 'missing' });
    expect(await faultsOf(signIn(' ', PASSWORD))).toEqual({ email: 'missing' });
    expect(await readTables(owner)).toEqual(before);
  });

  test('does not take the author’s account before it is claimed', async () => {
    const { signIn } = await setUp();
    for (const email of ['author', 'author@example.com', 'null', 'undefined']) {
      expect(await signIn(email, PASSWORD)).toMatchObject({ ok: false });
    }
  });
});

test('a burst that is too much at once is told to come back, with what was typed, and breaks nothing', async () => {
  const { db, join, signIn } = await setUp();
  const tries = await Promise.all(
    Array.from({ length: 60 }, (_, i) => [
      join({ handle: `burst-${i}`, email: `burst-${i}@example.com` }),
      signIn(`nobody-${i}@example.com`, PASSWORD),
    ]).flat(),
  );
  const refused = tries.flatMap((outcome) => (!outcome.ok && outcome.status === 503 ? [outcome] : []));
  expect(refused.length).toBeGreaterThan(0);
  for (const { form } of refused) {
    expect(form.faults).toEqual({ form: 'too-many-requests' });
    expect(form.email).toMatch(/^(burst|nobody)-\d+@example\.com$/);
  }
  expect(await listHandles(db)).toHaveLength(tries.filter(({ ok }) => ok).length);
  expect(await join()).toMatchObject({ ok: true });
});

describe('an admin', () => {
  test('is made by address or handle, in any case, and unmade again', async () => {
    const { db, owner, join } = await setUp();
    const id = await joined(join({ handle: 'Desk-가' }));
    const isAdmin = () =>
      db.selectFrom('account').select('isAdmin').where('id', '=', id).executeTakeFirstOrThrow();
    expect(await makeAdmin(owner, ' NewComer@Example.com')).toMatchObject({
      result: 'done',
      handle: 'Desk-가',
    });
    expect(await isAdmin()).toEqual({ isAdmin: true });
    expect(await makeAdmin(owner, 'desk-가')).toMatchObject({ result: 'unchanged', handle: 'Desk-가' });
    expect(await revokeAdmin(owner, 'ADMIN_PAGES-가'.normalize('NFD'))).toMatchObject({ result: 'done' });
    expect(await isAdmin()).toEqual({ isAdmin: false });
    expect(await revokeAdmin(owner, NEWCOMER.email)).toMatchObject({ result: 'unchanged' });
  });

  test('is nobody that cannot be told: unknown, or one of several who claim the address', async () => {
    const { db, owner } = await setUp();
    await sql`insert into account (handle, email, password_hash) values
      ('one', 'shared@example.com', 'x'), ('two', 'shared@example.com', 'x')`.execute(db);
    expect(await makeAdmin(owner, 'nobody@example.com')).toEqual({ result: 'unknown' });
    expect(await makeAdmin(owner, '')).toEqual({ result: 'unknown' });
    expect(await makeAdmin(owner, 'shared@example.com')).toEqual({
      result: 'ambiguous',
      handles: ['one', 'two'],
    });
    const admins = await db.selectFrom('account').select('id').where('isAdmin', '=', true).execute();
    expect(admins).toEqual([]);
  });

  test('is whoever has verified the address, however many claim it', async () => {
    const { owner } = await setUp();
    await sql`insert into account (handle, email, password_hash, email_verified_at) values
      ('one', 'shared@example.com', 'x', null), ('two', 'shared@example.com', 'x', now())`.execute(owner);
    expect(await makeAdmin(owner, 'shared@example.com')).toMatchObject({ result: 'done', handle: 'two' });
  });

  test('is nobody without a password, the author before he has claimed the account', async () => {
    const { owner } = await setUp();
    expect(await makeAdmin(owner, 'author')).toEqual({ result: 'unknown' });
  });

  test('does not make others admins', async () => {
    const { db, owner } = await setUp();
    await insertForecaster(db);
    const id = await insertForecaster(db);
    const { email } = await accounts.profile(db, id);
    await makeAdmin(owner, email ?? '');
    const admins = await db.selectFrom('account').select('id').where('isAdmin', '=', true).execute();
    expect(admins).toEqual([{ id }]);
  });
});
