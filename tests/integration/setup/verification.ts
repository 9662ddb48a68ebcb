// Accounts that verify their addresses by letters of a real SMTP server.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { onTestFinished } from 'vitest';
import { createLimits } from '#lib/server/platform/limits/limits.ts';
import { createLog } from '#lib/server/platform/log.ts';
import { readMailConfig } from '#lib/server/platform/mail/transport.ts';
import { Mailer } from '#lib/server/platform/mail/mailer.ts';
import * as verification from '#lib/server/people/verification/service.ts';
import { momentOn } from './catalogue.ts';
import { cloneDatabase } from './database.ts';
import { insertForecaster } from './factories.ts';
import { openMailbox } from './mailbox.ts';

export async function setUpVerification() {
  const database = await cloneDatabase();
  const { db, pool } = database;
  const mailbox = await openMailbox();
  const dataDir = await mkdtemp(join(tmpdir(), 'final-two-mail-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  const config = { ...readMailConfig({ SMTP_URL: mailbox.url }, 'https://final.example', 3000), dataDir };
  const mail = new Mailer(pool, config, createLog('silent'));
  await mail.start();
  onTestFinished(() => mail.close());
  const limits = createLimits(pool);

  /** Asks for a code. @returns the browser's secret */
  const ask = (id: number, email: string) => {
    const account = { id, handle: `account-${id}` };
    return verification.request({ db, limits, mail }, { account, email, locale: 'en', address: '192.0.2.7' });
  };
  /** The text of the next letter, and the code in it, if any. */
  const nextLetter = async () => {
    const { to, raw } = await mailbox.next();
    const { subject = '', text = '' } = await PostalMime.parse(raw);
    return { to, subject, text, code: /\b\d{8}\b/.exec(text)?.[0] ?? null };
  };
  /** Verifies an account as its owner would. */
  const verifyBy = async (id: number, email: string) => {
    const browser = await ask(id, email);
    const { code } = await nextLetter();
    await verification.verify(db, id, code ?? '', browser);
  };
  const isVerified = async (id: number) => (await momentOn(db, id)).isVerified;
  return { ...database, mailbox, ask, nextLetter, verifyBy, isVerified, account: () => insertForecaster(db) };
}
