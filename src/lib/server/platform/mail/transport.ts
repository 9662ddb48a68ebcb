import { ConfigError, type Env, readText } from '../env.ts';
import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport, type SendMailOptions } from 'nodemailer';
import type { Log } from '../log.ts';
import type { Rendered } from './letter.ts';

/** Settings of mail, and of what an account needs a verified address for. */
export interface MailConfig {
  /** URL of the SMTP server; null: letters become files in the data folder. */
  smtpUrl: string | null;
  /** Whether accounts can have a verified address: only where letters reach people. */
  canMail: boolean;
  /** Whether accounts can be verified, by mail or by a provider. */
  canVerify: boolean;
  /** Sender of letters, an address without a name. */
  mailFrom: string;
  /** What links in letters start with. */
  mailOrigin: string;
  /** Whether only verified accounts count in the crowd odds and are ranked. */
  requireVerified: boolean;
}

const ON_OFF: Record<string, boolean> = { on: true, true: true, 1: true, off: false, false: false, 0: false };
/** One address, nothing that a header or an SMTP command would split. */
const ADDRESS = /^[^\s<>()[\]\\,;:"@]+@[^\s<>()[\]\\,;:"@]+$/;

/**
 * @param hasProviders whether people can sign in by another provider
 * @throws ConfigError naming the first invalid variable
 */
export function readMailConfig(
  env: Env,
  origin: string | null,
  port: number,
  hasProviders = false,
): MailConfig {
  const smtpUrl = readSmtpUrl(env);
  const canVerify = smtpUrl !== null || hasProviders;
  const mailOrigin = origin ?? `http://localhost:${port}`;
  return {
    smtpUrl,
    canMail: smtpUrl !== null,
    canVerify,
    mailFrom: readMailFrom(env) ?? `no-reply@${new URL(mailOrigin).hostname}`,
    mailOrigin,
    requireVerified: readRequireVerified(env, canVerify),
  };
}

/** Error messages never repeat the value, because it holds a password. */
function readSmtpUrl(env: Env): string | null {
  const value = readText(env, 'SMTP_URL');
  if (value === null) return null;
  const url = URL.parse(value);
  if (!url?.hostname || (url.protocol !== 'smtp:' && url.protocol !== 'smtps:'))
    throw new ConfigError('SMTP_URL must look like smtp://user:password@host:587 or smtps://host:465.');
  return value;
}

function readMailFrom(env: Env): string | null {
  const value = readText(env, 'MAIL_FROM');
  if (value !== null && !ADDRESS.test(value))
    throw new ConfigError(`MAIL_FROM must be one e-mail address, not "${value}".`);
  return value;
}

function readRequireVerified(env: Env, canVerify: boolean): boolean {
  const value = readText(env, 'REQUIRE_VERIFIED');
  if (value === null) return canVerify;
  const isRequired = ON_OFF[value.toLowerCase()];
  if (isRequired === undefined) throw new ConfigError(`REQUIRE_VERIFIED must be on or off, not "${value}".`);
  if (isRequired && !canVerify)
    throw new ConfigError(
      'REQUIRE_VERIFIED is on, but neither SMTP_URL nor the keys of a provider are set: nobody could be verified.',
    );
  return isRequired;
}

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
