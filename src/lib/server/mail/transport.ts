import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport, type SendMailOptions } from 'nodemailer';
import type { MailConfig } from '../mail-config.ts';
import type { Log } from '../log.ts';
import type { Rendered } from './letter.ts';

/** Delivers a letter to one address; rejects where the server does not take it. */
export interface Transport {
  deliver(to: string, letter: Rendered): Promise<void>;
  close(): void;
}

/** Shorter than the time after which the outbox takes the letter for lost. */
const TIMEOUT_MS = 10_000;
/** SMTP connections of this process. */
const CONNECTIONS = 2;
const ONLY_TEXT = { disableFileAccess: true, disableUrlAccess: true };

/** By SMTP; without a server as files that only this user may read. */
export function openTransport(config: MailConfig & { dataDir: string }, log: Log): Transport {
  return config.smtpUrl ? overSmtp(config.smtpUrl, config.mailFrom) : intoFiles(config, log);
}

function overSmtp(smtpUrl: string, from: string): Transport {
  const smtp = createTransport({
    url: smtpUrl,
    // Else somebody on the way could keep the connection from being encrypted, and read links that reset passwords.
    requireTLS: !isOfThisMachine(smtpUrl),
    pool: true,
    maxConnections: CONNECTIONS,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
  });
  return {
    deliver: async (to, letter) => void (await smtp.sendMail(messageOf(from, to, letter))),
    close: () => smtp.close(),
  };
}

function isOfThisMachine(url: string): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(new URL(url).hostname);
}

function intoFiles({ dataDir, mailFrom }: MailConfig & { dataDir: string }, log: Log): Transport {
  const composer = createTransport({ streamTransport: true, buffer: true });
  const folder = join(dataDir, 'mail');
  return {
    async deliver(to, letter) {
      const { message } = await composer.sendMail(messageOf(mailFrom, to, letter));
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const file = join(folder, `${new Date().toISOString().replaceAll(':', '-')}-${randomUUID()}.eml`);
      await writeFile(file, message as Buffer, { mode: 0o600, flag: 'wx' });
      log.info({ file }, 'a letter was written to a file, because SMTP_URL is not set');
    },
    close: () => composer.close(),
  };
}

/** The address as an object: in a string, nodemailer would read several. */
function messageOf(from: string, to: string, letter: Rendered): SendMailOptions {
  const headers = { 'Auto-Submitted': 'auto-generated' };
  return {
    from: { name: '최종 2', address: from },
    to: { name: '', address: to },
    headers,
    ...letter,
    ...ONLY_TEXT,
  };
}
