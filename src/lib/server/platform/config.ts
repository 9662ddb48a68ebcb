import { type Provider, PROVIDERS } from '#lib/types/provider.ts';
import { resolve } from 'node:path';
import { type Env, ConfigError, readText } from './env.ts';
import { type MailConfig, readMailConfig } from './mail/transport.ts';

/** This site's registration with a provider. */
export interface ProviderKeys {
  clientId: string;
  clientSecret: string;
  /** Address of the provider's servers. */
  issuer: URL;
}

/** The providers whose keys are set. */
export type ProviderConfig = ReadonlyMap<Provider, ProviderKeys>;

const ISSUERS: Record<Provider, string> = {
  kakao: 'https://kauth.kakao.com',
  naver: 'https://nid.naver.com',
  google: 'https://accounts.google.com',
};
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Reads `KAKAO_CLIENT_ID`, `KAKAO_CLIENT_SECRET` and likewise of each provider; `KAKAO_ISSUER` replaces the address of its
 * servers, for a test server.
 *
 * @throws ConfigError naming the first invalid variable
 */
function readProviders(env: Env): ProviderConfig {
  const read = PROVIDERS.map((provider) => [provider, readKeys(env, provider)] as const);
  return new Map(read.filter((entry): entry is [Provider, ProviderKeys] => entry[1] !== null));
}

function readKeys(env: Env, provider: Provider): ProviderKeys | null {
  const name = (suffix: string) => `${provider.toUpperCase()}_${suffix}`;
  const [clientId, clientSecret] = [
    readText(env, name('CLIENT_ID')),
    readText(env, name('CLIENT_SECRET')),
  ] as const;
  if (!clientId && !clientSecret) return null;
  if (!clientId || !clientSecret)
    throw new ConfigError(`Set both ${name('CLIENT_ID')} and ${name('CLIENT_SECRET')}, or neither.`);
  return { clientId, clientSecret, issuer: readIssuer(env, name('ISSUER'), ISSUERS[provider]) };
}

/** Over http a token could be read on its way, so only a server on this machine may be without https. */
function readIssuer(env: Env, name: string, fallback: string): URL {
  const url = URL.parse(readText(env, name) ?? fallback);
  const isLocal = url?.protocol === 'http:' && LOOPBACK.includes(url.hostname);
  if (!url || (url.protocol !== 'https:' && !isLocal))
    throw new ConfigError(`${name} must be an https address, or an http address of this machine.`);
  return url;
}

/** Settings of the operator, read once from environment variables. */
export interface Config extends MailConfig {
  port: number;
  host: string;
  /** The only origin that is served, or null: each Host is its own origin over http. */
  origin: string | null;
  /** Whether this is a copy of a replay that is thrown away at the end; set by `npm run simulate` alone. */
  isRehearsal: boolean;
  /** What the names of cookies begin with. */
  cookiePrefix: string;
  /** Name of the header in which a proxy passes on the client's network address, in lower case. */
  addressHeader: string | null;
  /** Secret with which `/metrics` is read from elsewhere; null for none. */
  metricsToken: string | null;
  /** Absolute path of the data folder, which holds everything that must survive a restart. */
  dataDir: string;
  /** URL of an external PostgreSQL server; null for the embedded one. */
  databaseUrl: string | null;
  databaseOwnerUrl: string | null;
  /** URL of a streaming replica for what visitors read; null for none. */
  databaseReadUrl: string | null;
  /** Connections of this process for requests; its two workers have up to four more. */
  databasePool: number;
  /** Providers by which people sign in. */
  providers: ProviderConfig;
  logLevel: string;
  operatorName: string | null;
  operatorContact: string | null;
  /** Null hides the author's column, stamps and page. */
  authorName: string | null;
  articleUrl: string | null;
  /** Absolute path of the source of the boards' worker thread. */
  boardWorker: string;
  /** Absolute path of the source of the publishing worker thread. */
  publishWorker: string;
  /** Absolute path of the source of the share picture worker thread. */
  pictureWorker: string;
  /** Sites that may frame the embeds, as sources of `frame-ancestors`. */
  embedAncestors: string;
}

const DEFAULT_PORT = 3000;
const HIGHEST_PORT = 65535;
/** Ten processes, each with its workers, fit into the 97 sessions that PostgreSQL allows by default. */
const DEFAULT_POOL = 5;
const LARGEST_POOL = 1000;
const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];
const SHORTEST_TOKEN = 16;
const DEFAULT_AUTHOR_NAME = '저자';
const FRAMING_ORIGIN = /^https?:\/\/(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*(:\d{1,5})?$/i;

/**
 * Reads every setting; an empty variable counts as unset.
 *
 * @throws ConfigError naming the first invalid variable
 */
export function readConfig(env: Env): Config {
  const databaseUrl = readPostgresUrl(env, 'DATABASE_URL');
  const databaseOwnerUrl = readPostgresUrl(env, 'DATABASE_OWNER_URL');
  if (databaseOwnerUrl && !databaseUrl)
    throw new ConfigError('DATABASE_OWNER_URL is set but DATABASE_URL is not: set both or neither.');

  const databaseReadUrl = readPostgresUrl(env, 'DATABASE_READ_URL');
  if (databaseReadUrl && !databaseUrl)
    throw new ConfigError('DATABASE_READ_URL is set but DATABASE_URL is not: it needs its primary.');

  const port = readInteger(env, 'PORT', DEFAULT_PORT, HIGHEST_PORT);
  const origin = readOrigin(env);
  const providers = readProviders(env);
  const isRehearsal = readText(env, 'REHEARSAL') === 'on';
  return {
    ...readMailConfig(env, origin, port, providers.size > 0),
    providers,
    port,
    host: readText(env, 'HOST') ?? '0.0.0.0',
    origin,
    isRehearsal,
    cookiePrefix: cookiePrefixOf(origin, isRehearsal),
    addressHeader: readHeaderName(env, 'ADDRESS_HEADER'),
    metricsToken: readToken(env, 'METRICS_TOKEN'),
    dataDir: resolve(readText(env, 'DATA_DIR') ?? '.data'),
    databaseUrl,
    databaseOwnerUrl: databaseOwnerUrl ?? databaseUrl,
    databaseReadUrl,
    databasePool: readInteger(env, 'DATABASE_POOL', DEFAULT_POOL, LARGEST_POOL),
    logLevel: readLogLevel(env),
    operatorName: readText(env, 'OPERATOR_NAME'),
    operatorContact: readText(env, 'OPERATOR_CONTACT'),
    authorName: readAuthorName(env),
    articleUrl: readArticleUrl(env),
    boardWorker: resolve(readText(env, 'BOARD_WORKER') ?? 'src/lib/server/results/what-if/worker.ts'),
    publishWorker: resolve(readText(env, 'PUBLISH_WORKER') ?? 'src/lib/server/results/resolutions/worker.ts'),
    pictureWorker: resolve(readText(env, 'PICTURE_WORKER') ?? 'src/lib/server/share/pictures/worker.ts'),
    embedAncestors: readEmbedAncestors(env),
  };
}

/**
 * Over https a cookie is bound to this very host: another host of the domain must not slip one in. Browsers send a host's
 * cookies to every port, so a rehearsal beside the real site has names of its own.
 */
function cookiePrefixOf(origin: string | null, isRehearsal: boolean): string {
  return `${origin?.startsWith('https:') ? '__Host-' : ''}${isRehearsal ? 'rehearsal-' : ''}`;
}

function readInteger(env: Env, name: string, fallback: number, highest: number): number {
  const value = readText(env, name);
  if (value === null) return fallback;
  const number = /^\d{1,5}$/.test(value) ? Number(value) : 0;
  if (number < 1 || number > highest)
    throw new ConfigError(`${name} must be a whole number from 1 to ${highest}, not "${value}".`);
  return number;
}

function readHeaderName(env: Env, name: string): string | null {
  const value = readText(env, name);
  if (value !== null && !/^[\w!#$%&'*+.^`|~-]+$/.test(value))
    throw new ConfigError(`${name} must be the name of a header, such as x-forwarded-for, not "${value}".`);
  return value?.toLowerCase() ?? null;
}

/** Error messages never repeat the value, because it is a secret. */
function readToken(env: Env, name: string): string | null {
  const value = readText(env, name);
  if (value === null) return null;
  if (value.length < SHORTEST_TOKEN || !/^[\x21-\x7e]+$/.test(value))
    throw new ConfigError(`${name} must be at least ${SHORTEST_TOKEN} visible ASCII characters.`);
  return value;
}

function readOrigin(env: Env): string | null {
  const value = readText(env, 'ORIGIN');
  if (value === null) return null;
  const url = URL.parse(value);
  const isWeb = url?.protocol === 'http:' || url?.protocol === 'https:';
  // A trailing slash is allowed, as browsers show it; anything more is a path, query or userinfo.
  if (!url || !isWeb || url.href !== `${url.origin}/`)
    throw new ConfigError(
      `ORIGIN must be an http or https origin without a path, such as https://example.com, not "${value}".`,
    );
  return url.origin;
}

/** Error messages never repeat the value, because it holds a password. */
function readPostgresUrl(env: Env, name: string): string | null {
  const value = readText(env, name);
  if (value === null) return null;
  const protocol = URL.parse(value)?.protocol;
  if (protocol !== 'postgres:' && protocol !== 'postgresql:')
    throw new ConfigError(`${name} must look like postgres://user:password@host:5432/database.`);
  return value;
}

function readLogLevel(env: Env): string {
  const value = readText(env, 'LOG_LEVEL') ?? 'info';
  if (!LOG_LEVELS.includes(value))
    throw new ConfigError(`LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}, not "${value}".`);
  return value;
}

function readAuthorName(env: Env): string | null {
  const value = readText(env, 'AUTHOR_NAME') ?? DEFAULT_AUTHOR_NAME;
  return value === 'none' ? null : value;
}

function readArticleUrl(env: Env): string | null {
  const value = readText(env, 'ARTICLE_URL');
  if (value === null) return null;
  const url = URL.parse(value);
  if (url?.protocol !== 'https:')
    throw new ConfigError(`ARTICLE_URL must be an https address, not "${value}".`);
  return url.href;
}

/** `*`, `none`, or origins, of which a host may begin with a wildcard; nothing that could end the directive. */
function readEmbedAncestors(env: Env): string {
  const value = readText(env, 'EMBED_ANCESTORS') ?? '*';
  if (value === '*') return value;
  const isNone = /^'?none'?$/.test(value);
  const sources = value.split(/\s+/);
  if (!isNone && !sources.every((source) => FRAMING_ORIGIN.test(source)))
    throw new ConfigError(
      `EMBED_ANCESTORS must be *, none, or origins such as https://blog.example https://*.example.com, not "${value}".`,
    );
  return isNone ? "'none'" : sources.join(' ');
}
