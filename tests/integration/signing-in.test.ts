import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { errorsOf, joined, newcomer, PASSWORD, setUp } from './setup/accounts.ts';
import { readTables } from './setup/tables.ts';

const WRONG = { form: 'wrong-credentials' };

test('signing in ignores the case of the address, but not of the password', async () => {
  const { join, signIn } = await setUp();
  const { email } = newcomer();
  const accountId = await joined(join({ email }));
  expect(await signIn(` ${email.toUpperCase()} `)).toEqual({ accountId });
  for (const wrong of [PASSWORD.toUpperCase(), `${PASSWORD} `, PASSWORD.slice(1)])
    expect(await errorsOf(signIn(email, wrong))).toEqual(WRONG);
});

test('a wrong password, an unknown address and an account without a password get the same response', async () => {
  const { db, join, signIn } = await setUp();
  const { email: known } = newcomer();
  await joined(join({ email: known }));
  await sql`insert into account (handle, email) values ('no-password', 'none@example.com')`.execute(db);
  const others = ['unknown@example.com', 'none@example.com', 'no address', `${'a'.repeat(500)}@b.co`];
  for (const email of [known, ...others, 'author', 'author@example.com', 'null', 'undefined']) {
    expect(await signIn(email, 'two teams, three seats')).toEqual({
      status: 400,
      errors: WRONG,
    });
  }
});

test('an empty form names what is missing and counts no attempt', async () => {
  const { owner, signIn } = await setUp();
  const before = await readTables(owner);
  expect(await errorsOf(signIn('', ''))).toEqual({ email: 'missing-email', password: 'missing-password' });
  expect(await errorsOf(signIn(' '))).toEqual({ email: 'missing-email' });
  expect(await readTables(owner)).toEqual(before);
});

test('of several accounts that claim an address, each signs in with its own password', async () => {
  const { join, signIn } = await setUp();
  const { email } = newcomer();
  const passwords = Array.from({ length: 8 }, (_, i) => `a password of number ${i}`);
  const ids: number[] = [];
  for (const password of passwords) ids.push(await joined(join({ email, password })));
  for (const [i, password] of passwords.entries())
    expect(await signIn(email, password)).toEqual({ accountId: ids[i] });
  expect(await errorsOf(signIn(email, 'none of theirs'))).toEqual(WRONG);
});

test('of two accounts with the same address and password, the verified one is signed in', async () => {
  const { owner, join, signIn } = await setUp();
  const { email } = newcomer();
  const [claimed, verified] = [await joined(join({ email })), await joined(join({ email }))];
  expect(await signIn(email)).toEqual({ accountId: claimed });
  const verify = (id: number) =>
    sql`update account set email_verified_at = now_at() where id = ${id}`.execute(owner);
  await verify(verified);
  expect(await signIn(email)).toEqual({ accountId: verified });
  await expect(verify(claimed), 'a second one').rejects.toThrow('account_verified_email');
});
