import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { errorsOf, joined, newcomer, PASSWORD, setUp } from './setup/accounts.ts';
import { readTables } from './setup/tables.ts';

const WRONG = { form: 'wrong-credentials' };

test('signing in ignores the case and composition of the handle, but not the case of the password', async () => {
  const { join, signIn } = await setUp();
  const accountId = await joined(join({ handle: '예측가-Case' }));
  for (const login of [' 예측가-cASE ', '예측가-case'.normalize('NFD')])
    expect(await signIn(login)).toEqual({ accountId });
  for (const wrong of [PASSWORD.toUpperCase(), `${PASSWORD} `, PASSWORD.slice(1)])
    expect(await errorsOf(signIn('예측가-Case', wrong))).toEqual(WRONG);
});

test('a wrong password, an unknown login, an address that is only claimed and an account without a password get the same response', async () => {
  const { db, join, signIn } = await setUp();
  const { handle: known, email: claimed } = newcomer();
  await joined(join({ handle: known, email: claimed }));
  await sql`insert into account (handle, email) values ('no-password', 'none@example.com')`.execute(db);
  const others = [
    'unknown@example.com',
    'none@example.com',
    'no-password',
    'no handle',
    `${'a'.repeat(500)}@b.co`,
  ];
  for (const login of [known, claimed, ...others, 'author', 'author@example.com', 'null', 'undefined']) {
    expect(await signIn(login, 'two teams, three seats')).toEqual({
      status: 400,
      errors: WRONG,
    });
  }
});

test('an empty form names what is missing and counts no attempt', async () => {
  const { owner, signIn } = await setUp();
  const before = await readTables(owner);
  expect(await errorsOf(signIn('', ''))).toEqual({ login: 'missing-login', password: 'missing-password' });
  expect(await errorsOf(signIn(' '))).toEqual({ login: 'missing-login' });
  expect(await readTables(owner)).toEqual(before);
});

test('a verified address signs in its own account, however many others claim it', async () => {
  const { owner, join, signIn } = await setUp();
  const { email } = newcomer();
  const handles = Array.from({ length: 3 }, () => newcomer().handle);
  const ids: number[] = [];
  for (const handle of handles) ids.push(await joined(join({ handle, email })));
  expect(await errorsOf(signIn(email))).toEqual(WRONG);
  const verify = (id = 0) =>
    sql`update account set email_verified_at = now_at() where id = ${id}`.execute(owner);
  await verify(ids[1]);
  expect(await signIn(` ${email.toUpperCase()}`)).toEqual({ accountId: ids[1] });
  for (const [i, handle] of handles.entries()) expect(await signIn(handle)).toEqual({ accountId: ids[i] });
  await expect(verify(ids[0]), 'a second one').rejects.toThrow('account_verified_mailbox');
});
