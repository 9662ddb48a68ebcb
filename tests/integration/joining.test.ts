import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { CONSENT_VERSION } from '#lib/server/people/accounts/queries.ts';
import * as accounts from '#lib/server/people/accounts/service.ts';
import { errorsOf, join as tryJoin, joined, newcomer, PASSWORD, setUp } from './setup/accounts.ts';
import { readTables } from './setup/tables.ts';

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
    const { handle, email, joinedAt } = account;
    expect(await accounts.profile(db, id)).toMatchObject({
      ...{ handle, email, joinedAt },
      ...{ consentVersion: CONSENT_VERSION, consentedAt: expect.any(Date) as Date },
    });
    const { addressKey } = await db
      .selectFrom('accountJoin')
      .select('addressKey')
      .where('accountId', '=', id)
      .executeTakeFirstOrThrow();
    expect(addressKey).toMatch(/^[0-9a-f]{64}$/);
  });

  test('needs an e-mail address only where mail is configured', async () => {
    const { db, limits, join } = await setUp();
    await joined(join({ email: '' }));
    expect(await tryJoin(db, limits, { ...newcomer(), email: '' }, undefined, true)).toMatchObject({
      errors: { email: 'missing-email' },
    });
  });

  test('without the ticks on age and terms stores nothing', async () => {
    const { owner, join } = await setUp();
    const before = await readTables(owner);
    const [age, terms] = [{ age14: 'age-required' }, { terms: 'terms-required' }];
    expect(await errorsOf(join({ age14: '' }))).toEqual(age);
    expect(await errorsOf(join({ terms: '' }))).toEqual(terms);
    expect(await errorsOf(join({ age14: '', terms: '' }))).toEqual({ ...age, ...terms });
    expect(await readTables(owner)).toEqual(before);
  });

  test('reports every validation error beside its field, and stores nothing', async () => {
    const { owner, join } = await setUp();
    const before = await readTables(owner);
    const wrong = { handle: ' <b> ', email: 'Nowhere', password: 'short', age14: '' };
    expect(await errorsOf(join(wrong))).toEqual({
      handle: 'handle-shape',
      email: 'email-shape',
      password: 'password-short',
      age14: 'age-required',
    });
    const empty = { handle: '', email: '', password: '', age14: '', terms: '' };
    expect(await errorsOf(join(empty))).toEqual({
      handle: 'missing-handle',
      password: 'missing-password',
      age14: 'age-required',
      terms: 'terms-required',
    });
    const { email } = newcomer();
    expect(await errorsOf(join({ email, password: email }))).toEqual({ password: 'password-common' });
    expect(await readTables(owner)).toEqual(before);
  });

  test('refuses characters that PostgreSQL cannot store, except in a password', async () => {
    const { join, signIn } = await setUp();
    expect(await errorsOf(join({ handle: 'new\0comer' }))).toEqual({ handle: 'handle-shape' });
    expect(await errorsOf(join({ email: 'new\0comer@example.com' }))).toEqual({ email: 'email-shape' });
    for (const login of ['new\0comer', 'new\0comer@example.com', '\ud800@example.com'])
      expect(await errorsOf(signIn(login))).toEqual({ form: 'wrong-credentials' });
    const { handle } = newcomer();
    await joined(join({ handle, password: 'a\0NUL inside it all' }));
    await joined(signIn(handle, 'a\0NUL inside it all'));
  });

  test('answers alike whether or not the address has a verified account', async () => {
    const { owner, join } = await setUp();
    const [{ email: known }, { email: unknown }] = [newcomer(), newcomer()];
    const id = await joined(join({ email: known }));
    await sql`update account set email_verified_at = now_at() where id = ${id}`.execute(owner);
    const [again, first] = [await join({ email: known }), await join({ email: unknown })];
    expect({ ...again, accountId: 0 }).toEqual({ ...first, accountId: 0 });
    const { handle } = newcomer();
    expect(await join({ handle, email: known, terms: '' })).toEqual(
      await join({ handle, email: unknown, terms: '' }),
    );
  });

  test('in a burst beyond the queue limit is refused with 503', async () => {
    const { db, join, signIn } = await setUp();
    const forms = Array.from({ length: 60 }, newcomer);
    const outcomes = await Promise.all(forms.flatMap((form) => [join(form), signIn(`nobody-${form.email}`)]));
    const refused = outcomes.flatMap((outcome) => ('errors' in outcome ? [outcome] : []));
    expect(refused).toContainEqual({ status: 503, errors: { form: 'busy' } });
    const handles = forms.map(({ handle }) => handle);
    const stored = await db.selectFrom('account').select('id').where('handle', 'in', handles).execute();
    expect(stored).toHaveLength(outcomes.length - refused.length);
    await joined(join({}));
  });
});

describe('a handle', () => {
  test.each([
    ['in another case', 'NewComer', 'nEWcOMER'],
    ['decomposed', '예측가하나', '예측가하나'.normalize('NFD')],
    ['with space around it', 'spacious', '  spacious\n'],
    ['where it only looks the same', 'moon-1ight_0', 'rnooN_llght-O'],
  ])('is taken %s', async (_, first, second) => {
    const { join } = await setUp();
    await joined(join({ handle: first }));
    expect(await errorsOf(join({ handle: second }))).toEqual({ handle: 'handle-taken' });
  });

  test('requested ten times concurrently in different spellings goes to one account', async () => {
    const { join } = await setUp();
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        join({ handle: i % 2 ? 'Rapid-가' : 'rAPID-가'.normalize('NFD') }),
      ),
    );
    const refused = outcomes.filter((outcome) => 'errors' in outcome);
    expect(refused).toEqual(Array(9).fill({ status: 400, errors: { handle: 'handle-taken' } }));
  });

  test('that is proposed is free', async () => {
    const { db } = await setUp();
    const proposed = await accounts.proposeFreeHandle(db, 'ko');
    expect(proposed).toMatch(/^예측가-\d{6}$/);
    await sql`insert into account (handle) values (${proposed})`.execute(db);
    expect(await accounts.proposeFreeHandle(db, 'ko')).not.toBe(proposed);
  });

  test.each(['a', 'two words', 'Ｒｅａｄｅｒ', 'café', '예측가'.normalize('NFD'), 'a'.repeat(21)])(
    '%j is refused by the database too',
    async (handle) => {
      const { db } = await setUp();
      const insert = sql`insert into account (handle) values (${handle})`.execute(db);
      await expect(insert).rejects.toThrow('account_handle_check');
    },
  );
});
