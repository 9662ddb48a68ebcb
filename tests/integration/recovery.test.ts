// Losing a password and changing it: links, their tokens, and what they end.
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { findAccount } from '#lib/server/people/moderation/admins.ts';
import { deleteOwn } from '#lib/server/people/accounts/deletion.ts';
import { emailChangedLetter } from '#lib/server/people/accounts/letters.ts';
import * as ownSessions from '#lib/server/people/accounts/own-account.ts';
import * as recovery from '#lib/server/people/accounts/recovery.ts';
import { createToken, findAccountOf } from '#lib/server/people/accounts/recovery.ts';
import * as accounts from '#lib/server/people/accounts/service.ts';
import { createAuth } from '#lib/server/people/sessions/auth.ts';
import { listSessions } from '#lib/server/people/sessions/sessions.ts';
import { createLimits } from '#lib/server/platform/limits/limits.ts';
import * as verification from '#lib/server/people/verification/service.ts';
import { cloneDatabase } from './setup/database.ts';
import { insertForecaster } from './setup/factories.ts';
import { ADDRESS, insertMember, openPost } from './setup/post.ts';
import { readTables } from './setup/tables.ts';

const OLD = 'a quiet orchard at noon';
const NEW = 'seven lamps by the canal';
const EXPIRED = { field: 'form', error: 'link-expired' };

async function setUp() {
  const database = await cloneDatabase();
  const { db, owner, pool } = database;
  const { mail, mailbox, nextLetter } = await openPost(database);
  const limits = createLimits(pool);
  const auth = createAuth(db);
  const post = { mail, locale: 'en' as const };
  const member = await insertMember(owner, OLD);
  const reset = (token: string, newPassword = NEW) =>
    recovery.resetPassword(db, post, { token, newPassword }, ADDRESS);
  const signIn = (password: string, login = member.handle) =>
    accounts.signIn(db, limits, { login, password }, ADDRESS);
  const ask = (login: string) => recovery.sendLink(db, post, login);
  const open = async () => (await auth.open(member.id)).value;
  return { ...database, limits, auth, post, mailbox, nextLetter, member, reset, signIn, ask, open };
}

describe('a link', () => {
  test('sets a new password, ends all sessions, and sends a notice', async () => {
    const { owner, auth, nextLetter, member, reset, signIn, ask, open } = await setUp();
    const sessions = [await open(), await open()];
    await ask(member.email.toUpperCase());
    const { to, token, text } = await nextLetter();
    expect(to).toEqual([member.email]);
    expect(text).toContain(`https://final.example/en/reset/confirm?token=${token}`);
    const tables = JSON.stringify((await readTables(owner)) as unknown);
    expect(tables).not.toContain(token);

    expect(await reset(token)).toBe(member.id);
    for (const secret of sessions) expect(await auth.read(secret)).toBeNull();
    expect(await signIn(NEW)).toBe(member.id);
    await expect(signIn(OLD)).rejects.toMatchObject({ error: 'wrong-credentials' });
    const notice = await nextLetter();
    expect(notice.subject).toBe('Final Two: your password was changed');
  });

  test('works once, also when used many times at once', async () => {
    const { db, member, reset } = await setUp();
    const token = await createToken(db, member.id, 'reset');
    const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => reset(token)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expect(reset(token)).rejects.toMatchObject(EXPIRED);
  });

  test('is replaced by a newer one, and ends with a change of the password and after an hour', async () => {
    const { db, owner, limits, post, member, reset, open } = await setUp();
    const make = () => createToken(db, member.id, 'reset');
    const [older, newer] = [await make(), await make()];
    await expect(reset(older)).rejects.toMatchObject(EXPIRED);
    expect(await findAccountOf(db, 'reset', newer)).toMatchObject({ id: member.id });

    const account = { ...member };
    const signedIn = { account, secret: await open(), address: ADDRESS, deviceIdOf: () => null };
    await recovery.changePassword({ db, limits }, post, signedIn, { password: OLD, newPassword: NEW });
    await expect(reset(newer)).rejects.toMatchObject(EXPIRED);

    const late = await make();
    await sql`update account_token set expires_at = now_at() where account_id = ${member.id}`.execute(owner);
    await expect(reset(late)).rejects.toMatchObject(EXPIRED);
    for (const forged of ['', 'x', 'A'.repeat(43), `${late}\0`])
      await expect(reset(forged)).rejects.toMatchObject(EXPIRED);
    expect(await findAccountOf(db, 'reset', await make())).toMatchObject({ id: member.id });
    const other = await createToken(db, member.id, 'author');
    await expect(reset(other)).rejects.toMatchObject(EXPIRED);
  });

  test('is not used up by a password that is refused', async () => {
    const { db, member, reset } = await setUp();
    const token = await createToken(db, member.id, 'reset');
    for (const refused of ['short', '123456789012'])
      await expect(reset(token, refused)).rejects.toMatchObject({ field: 'newPassword' });
    expect(await reset(token)).toBe(member.id);
  });

  test('is sent to verified addresses only, and requests are limited alike for known and unknown logins', async () => {
    const { db, limits, mailbox, nextLetter, member, ask } = await setUp();
    const unverified = await insertForecaster(db);
    const { handle } = await db
      .selectFrom('account')
      .select('handle')
      .where('id', '=', unverified)
      .executeTakeFirstOrThrow();
    for (const login of [handle, `${handle}@example.com`, 'nobody', 'nobody@example.com', ''])
      await ask(login);
    await ask(member.handle);
    expect((await nextLetter()).to).toEqual([member.email]);
    expect(mailbox.count()).toBe(1);
    for (const login of [member.handle, 'nobody']) {
      const request = () => recovery.limitRequests(db, limits, login, ADDRESS);
      for (let i = 0; i < 5; i++) await request();
      await expect(request()).rejects.toMatchObject({ status: 429, retryAfterSeconds: expect.any(Number) });
    }
  });
});

test('a change of the password needs the old one, and ends all other sessions', async () => {
  const { db, limits, auth, post, nextLetter, member, signIn, open } = await setUp();
  const [here, there] = [await open(), await open()];
  const change = (password: string, newPassword: string) =>
    recovery.changePassword(
      { db, limits },
      post,
      { account: member, secret: here, address: ADDRESS, deviceIdOf: () => null },
      { password, newPassword },
    );
  await expect(change(NEW, NEW)).rejects.toMatchObject({ field: 'password', error: 'wrong-password' });
  await expect(change(OLD, 'short')).rejects.toMatchObject({ field: 'newPassword' });
  expect(await auth.read(there)).not.toBeNull();
  await change(OLD, NEW);
  expect(await auth.read(here)).not.toBeNull();
  expect(await auth.read(there)).toBeNull();
  expect(await signIn(NEW)).toBe(member.id);
  expect((await nextLetter()).to).toEqual([member.email]);
  expect(await findAccount(db, member.email)).toMatchObject({ id: member.id });
});

test('a change of the password is not locked by a stranger’s guesses, on a device that has signed in before', async () => {
  const { db, limits, post, member, signIn, open } = await setUp();
  for (let i = 0; i < 10; i++) await signIn(`a guess of number ${i}`).catch(() => undefined);
  const signedIn = { account: member, secret: await open(), address: ADDRESS };
  const passwords = { password: OLD, newPassword: NEW };
  const change = (deviceId: string | null) =>
    recovery.changePassword({ db, limits }, post, { ...signedIn, deviceIdOf: () => deviceId }, passwords);
  await expect(change(null)).rejects.toMatchObject({ status: 429 });
  await change('the owner’s device');
});

test('sessions that end are told by mail, and one that was over already is not', async () => {
  const { db, auth, post, mailbox, nextLetter, member, open } = await setUp();
  const [here, there] = [await open(), await open()];
  const sessions = await listSessions(db, member.id, here);
  const other = sessions.find(({ current }) => !current)!;
  await ownSessions.endOne(db, post, member.id, other.id);
  expect(await auth.read(there)).toBeNull();
  expect(await nextLetter()).toMatchObject({
    to: [member.email],
    subject: 'Final Two: signed out on other devices',
  });
  await ownSessions.endOne(db, post, member.id, other.id);
  await ownSessions.endOthers(db, post, member.id, here);
  expect(await auth.read(here)).not.toBeNull();
  expect((await nextLetter()).to).toEqual([member.email]);
  expect(mailbox.count()).toBe(2);
});

test('a verified address is replaced only by a code that was sent to the new one', async () => {
  const { db, limits, post, nextLetter, member } = await setUp();
  const email = `new-${member.email}`;
  const services = { db, limits, mail: post.mail };
  const request = { account: member, email, locale: 'en' as const, address: ADDRESS };
  await expect(verification.request(services, request)).rejects.toMatchObject({ error: 'already-so' });
  const browser = await verification.request(services, { ...request, isChange: true });
  const { to, text } = await nextLetter();
  expect(to).toEqual([email]);
  const current = () => accounts.profile(db, member.id);
  expect(await current()).toMatchObject({ email: member.email, emailVerifiedAt: expect.any(Date) });

  const code = /\b\d{8}\b/.exec(text)![0];
  await verification.verify(db, member.id, code, browser, (tx, former) =>
    post.mail.send(tx, { to: former, letter: emailChangedLetter(member.handle), locale: 'en' }),
  );
  expect(await current()).toMatchObject({ email, emailVerifiedAt: expect.any(Date) });
  expect((await nextLetter()).to).toEqual([member.email]);
});

test('the mailbox of a deleted account gets no code', async () => {
  const { db, limits, post, nextLetter, member } = await setUp();
  await deleteOwn(db, { ...post, mail: null }, member.id);
  const account = { id: await insertForecaster(db), handle: 'newcomer' };
  const { email } = member;
  const services = { db, limits, mail: post.mail };
  await verification.request(services, { account, email, locale: 'en', address: ADDRESS });
  expect(await nextLetter()).toMatchObject({
    to: [email],
    subject: 'Final Two: this address cannot be verified yet',
    text: expect.not.stringMatching(/\b\d{8}\b/),
  });
});
