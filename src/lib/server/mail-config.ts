import { ConfigError, type Env, readText } from './env.ts';

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
