// Accounts whose verified address receives letters, at a real SMTP server.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import PostalMime from 'postal-mime';
import { onTestFinished } from 'vitest';
import { hashPassword } from '#lib/server/people/sessions/password.ts';
import type { Db } from '#lib/server/platform/db/connect.ts';
import { createLog } from '#lib/server/platform/log.ts';
import { readMailConfig } from '#lib/server/platform/mail/transport.ts';
import { Mailer } from '#lib/server/platform/mail/mailer.ts';
import { handleOf, insertForecaster } from './factories.ts';
import type { TestDatabase } from './database.ts';
import { openMailbox } from './mailbox.ts';

export const ADDRESS = '192.0.2.7';

/** Starts an outbox on a database. */
export async function openPost({ pool }: Pick<TestDatabase, 'pool'>) {
  const mailbox = await openMailbox();
  const dataDir = await mkdtemp(join(tmpdir(), 'final-two-mail-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  const config = { ...readMailConfig({ SMTP_URL: mailbox.url }, 'https://final.example', 3000), dataDir };
  const mail = new Mailer(pool, config, createLog('silent'));
  await mail.start();
  onTestFinished(() => mail.close());
  const nextLetter = async () => {
    const { to, raw } = await mailbox.next();
    const { subject = '', text = '' } = await PostalMime.parse(raw);
    return { to, subject, text, token: /token=([\w-]+)/.exec(text)?.[1] ?? '' };
  };
  return { mail, mailbox, nextLetter };
}

/** An account with a password and a verified address. */
export async function insertMember(owner: Db, password: string) {
  const id = await insertForecaster(owner);
  const passwordHash = await hashPassword(password, ADDRESS);
  await sql`
    update account set password_hash = ${passwordHash}, email_verified_at = now_at() where id = ${id}
  `.execute(owner);
  const handle = await handleOf(owner, id);
  return { id, handle, email: `${handle}@example.com` };
}
