import { mkdtemp, readdir, readFile, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import pino from 'pino';
import PostalMime from 'postal-mime';
import { expect, onTestFinished, test, vi } from 'vitest';
import { readMailConfig } from '#lib/server/platform/mail/transport.ts';
import type { Letter } from '#lib/server/platform/mail/letter.ts';
import { Mailer } from '#lib/server/platform/mail/mailer.ts';
import { cloneDatabase, type TestDatabase } from './setup/database.ts';
import { openMailbox } from './setup/mailbox.ts';

const LETTER: Letter = {
  ko: {
    subject: '코드\r\nBcc: other@example.com',
    before: ['<b>안녕</b>'],
    code: '12345678',
    link: { path: '/verify-email?a=1&b=2', label: '확인' },
  },
  en: { subject: 'Code', before: ['Hello'], code: '12345678' },
};

async function openMailer(smtpUrl: string | undefined, database?: TestDatabase) {
  const { db, pool } = database ?? (await cloneDatabase());
  const dataDir = await mkdtemp(join(tmpdir(), 'final-two-mail-'));
  const config = { ...readMailConfig({ SMTP_URL: smtpUrl }, 'https://final.example', 3000), dataDir };
  const errors: unknown[] = [];
  const log = pino({ level: 'error' }, { write: (line: string) => errors.push(line) });
  const mailer = new Mailer(pool, config, log, 1);
  await mailer.start();
  onTestFinished(() => mailer.close());
  const countJobs = async () => {
    const { rows } = await sql<{ count: number }>`select count(*)::int from pgboss.job`.execute(db);
    return rows[0]?.count;
  };
  return { db, mailer, dataDir, countJobs, errors };
}

test('a letter is sent when its transaction commits, to one address only, and leaves no job', async () => {
  const mailbox = await openMailbox();
  const { db, mailer, countJobs } = await openMailer(mailbox.url);
  const rolledBack = db.transaction().execute(async (tx) => {
    await mailer.send(tx, { to: 'never@example.com', letter: LETTER, locale: 'ko' });
    throw new Error('rolled back');
  });
  await expect(rolledBack).rejects.toThrow('rolled back');
  await db.transaction().execute(async (tx) => {
    await mailer.send(tx, { to: 'reader@example.com', letter: LETTER, locale: 'ko' });
    await mailer.send(tx, { to: 'a@example.com, b@example.com', letter: LETTER, locale: 'en' });
  });

  const letter = await mailbox.next();
  expect(letter.to).toEqual(['reader@example.com']);
  const parsed = await PostalMime.parse(letter.raw);
  expect(parsed.subject).toBe('코드 Bcc: other@example.com');
  expect(parsed.bcc).toBeUndefined();
  expect(parsed.from?.address).toBe('no-reply@final.example');
  expect(parsed.text).toContain('12345678\n\nhttps://final.example/verify-email?a=1&b=2');
  expect(parsed.html).toContain('&lt;b&gt;안녕&lt;/b&gt;');
  expect(parsed.html).toContain('href="https://final.example/verify-email?a=1&amp;b=2"');
  await vi.waitFor(async () => expect(await countJobs()).toBe(0), 5000);
  expect(mailbox.count()).toBe(1);
});

test('a letter is tried again while the server is away, and dropped once it has expired', async () => {
  const mailbox = await openMailbox();
  mailbox.refuse(451);
  const { db, mailer, countJobs } = await openMailer(mailbox.url);
  await db.transaction().execute(async (tx) => {
    await mailer.send(tx, { to: 'late@example.com', letter: LETTER, locale: 'en' });
    await mailer.send(tx, { to: 'expired@example.com', letter: LETTER, locale: 'en', expiresInSeconds: 0 });
  });
  await vi.waitFor(async () => expect(await countJobs()).toBe(1), 5000);
  await mailbox.refused();
  mailbox.refuse(null);
  const letter = await mailbox.next();
  expect(letter.to).toEqual(['late@example.com']);
  await vi.waitFor(async () => expect(await countJobs()).toBe(0), 5000);
}, 30_000);

test('a letter that was lost with the process that was sending it is sent by another', async () => {
  const mailbox = await openMailbox();
  const database = await cloneDatabase();
  const first = await openMailer(mailbox.url, database);
  await first.mailer.close();
  await database.db
    .transaction()
    .execute((tx) => first.mailer.send(tx, { to: 'lost@example.com', letter: LETTER, locale: 'en' }));
  await sql`update pgboss.job set state = 'active', started_on = now() - interval '10 minutes'`.execute(
    database.owner,
  );
  const second = await openMailer(mailbox.url, database);
  expect((await mailbox.next()).to).toEqual(['lost@example.com']);
  expect(second.errors).toEqual([]);
}, 30_000);

test('without a server letters are files that only this user may read', async () => {
  const { db, mailer, dataDir, countJobs } = await openMailer(undefined);
  await db
    .transaction()
    .execute((tx) => mailer.send(tx, { to: 'reader@example.com', letter: LETTER, locale: 'en' }));
  await vi.waitFor(async () => expect(await countJobs()).toBe(0), 5000);
  const [file = '', ...others] = await readdir(join(dataDir, 'mail'));
  expect(others).toEqual([]);
  const path = join(dataDir, 'mail', file);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  const parsed = await PostalMime.parse(await readFile(path));
  expect(parsed).toMatchObject({ subject: 'Code', to: [{ address: 'reader@example.com' }] });
});
