import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { TooManyRequestsError } from '#lib/server/platform/errors.ts';
import * as verification from '#lib/server/people/verification/service.ts';
import { readTables } from './setup/tables.ts';
import { setUpVerification } from './setup/verification.ts';

const WRONG = '00000000';

test('a code from a letter verifies the account, once, in the browser that asked; it is stored nowhere', async () => {
  const { db, owner, ask, nextLetter, isVerified, account } = await setUpVerification();
  const id = await account();
  const browser = await ask(id, 'reader@example.com');
  const { to, code } = await nextLetter();
  expect(to).toEqual(['reader@example.com']);
  expect(await verification.sentTo(db, id, browser)).toBe('reader@example.com');

  for (const other of [null, 'another browser', await ask(await account(), 'other@example.com')])
    await expect(verification.verify(db, id, code!, other)).rejects.toThrow('code-of-another-browser');
  const stored = (await readTables(owner)).flatMap(({ rows }) => rows).join('\n');
  expect(stored).not.toContain(code);
  expect(stored).not.toContain(browser);

  await verification.verify(db, id, code!, browser);
  expect(await isVerified(id)).toBe(true);
  await expect(verification.verify(db, id, code!, browser)).rejects.toThrow('code-expired');
  await expect(ask(id, 'reader@example.com')).rejects.toThrow('already-so');
});

test('a code has five tries, also when they come at once', async () => {
  const { db, ask, nextLetter, isVerified, account } = await setUpVerification();
  const id = await account();
  const browser = await ask(id, 'reader@example.com');
  const { code } = await nextLetter();
  const tries = Array.from({ length: 8 }, () =>
    verification.verify(db, id, WRONG, browser).catch((error: Error) => error.message),
  );
  expect((await Promise.all(tries)).toSorted()).toEqual([
    ...Array.from({ length: 3 }, () => 'code: code-expired'),
    ...Array.from({ length: 5 }, () => 'code: code-wrong'),
  ]);
  await expect(verification.verify(db, id, code!, browser)).rejects.toThrow('code-expired');
  expect(await isVerified(id)).toBe(false);
});

test('a code expires after ten minutes, and a newer one replaces it', async () => {
  const { db, owner, ask, nextLetter, isVerified, account } = await setUpVerification();
  const id = await account();
  const earlier = await ask(id, 'reader@example.com');
  const { code: earlierCode } = await nextLetter();
  const browser = await ask(id, 'reader@example.com');
  const { code } = await nextLetter();
  await expect(verification.verify(db, id, earlierCode!, earlier)).rejects.toThrow('code-of-another-browser');
  await expect(verification.verify(db, id, earlierCode!, browser)).rejects.toThrow('code-wrong');
  const { rows } = await sql<{ seconds: number }>`
    select extract(epoch from expires_at - now_at())::float8 as seconds from verification_code
  `.execute(db);
  expect(rows[0]!.seconds).toBeGreaterThan(590);
  expect(rows[0]!.seconds).toBeLessThanOrEqual(600);
  await sql`update verification_code set expires_at = now_at()`.execute(owner);
  await expect(verification.verify(db, id, code!, browser)).rejects.toThrow('code-expired');
  expect(await isVerified(id)).toBe(false);
});

test('where another account has verified the mailbox, only the letter tells', async () => {
  const { db, ask, nextLetter, verifyBy, account, isVerified } = await setUpVerification();
  const [first, second] = [await account(), await account()];
  await verifyBy(first, 'first.last@gmail.com');
  const browser = await ask(second, 'FirstLast+two@googlemail.com'.toLowerCase());
  const { to, code, text } = await nextLetter();
  expect(to).toEqual(['firstlast+two@googlemail.com']);
  expect(code).toBeNull();
  expect(text).toContain('has verified this email address');
  expect(await verification.sentTo(db, second, browser)).toBe('firstlast+two@googlemail.com');
  for (let i = 0; i < 5; i++)
    await expect(verification.verify(db, second, WRONG, browser)).rejects.toThrow('code-wrong');
  await expect(verification.verify(db, second, WRONG, browser)).rejects.toThrow('code-expired');
  expect(await isVerified(second)).toBe(false);
});

test('of accounts that verify one mailbox at the same time, one does', async () => {
  const { db, ask, nextLetter, account, isVerified } = await setUpVerification();
  const ids = [await account(), await account(), await account()];
  const codes = new Map<number, { browser: string; code: string }>();
  for (const id of ids) {
    const browser = await ask(id, 'shared@naver.com');
    codes.set(id, { browser, code: (await nextLetter()).code! });
  }
  const outcomes = await Promise.all(
    ids.map((id) =>
      verification.verify(db, id, codes.get(id)!.code, codes.get(id)!.browser).then(
        () => 'verified',
        (error: Error) => error.message,
      ),
    ),
  );
  expect(outcomes.toSorted()).toEqual([
    'form: email-verified-elsewhere',
    'form: email-verified-elsewhere',
    'verified',
  ]);
  expect((await Promise.all(ids.map(isVerified))).filter(Boolean)).toHaveLength(1);
});

test.each([
  ['a.b.c+tag@googlemail.com', 'abc@gmail.com', true],
  ['name+tag@outlook.com', 'name@outlook.com', true],
  ['na.me@outlook.com', 'name@outlook.com', false],
  ['name@me.com', 'name+tag@icloud.com', true],
  ['name@pm.me', 'name@protonmail.com', true],
  ['name@hanmail.net', 'name@daum.net', true],
  ['na.me@naver.com', 'name@naver.com', false],
  ['name+tag@naver.com', 'name@naver.com', false],
  ['Name@Example.com', 'name@example.com', true],
])('%s and %s are one mailbox: %s', async (one, other, isSame) => {
  const { db } = await setUpVerification();
  const { rows } = await sql<{ isSame: boolean }>`
    select mailbox_key(${one}) = mailbox_key(${other}) as "isSame"
  `.execute(db);
  expect(rows).toEqual([{ isSame }]);
});

test('codes are limited by account and by mailbox, and the refusal says when to try again', async () => {
  const { ask, account } = await setUpVerification();
  const id = await account();
  for (let i = 0; i < 6; i++) await ask(id, `reader${i}@example.com`);
  const byAccount = ask(id, 'reader7@example.com');
  await expect(byAccount).rejects.toThrow(TooManyRequestsError);
  const refusal = await byAccount.catch((error: TooManyRequestsError) => error);
  expect(refusal).toHaveProperty('retryAfterSeconds', expect.any(Number));

  for (let i = 0; i < 6; i++) await ask(await account(), `vic.tim+${i}@gmail.com`);
  await expect(ask(await account(), 'victim@gmail.com')).rejects.toThrow(TooManyRequestsError);

  for (let i = 0; i < 6; i++) await ask(await account(), `victim+${i}@company.example`);
  await expect(ask(await account(), 'victim+6@company.example')).rejects.toThrow(TooManyRequestsError);
});
