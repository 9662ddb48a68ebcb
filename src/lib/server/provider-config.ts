import { type Provider, PROVIDERS } from '#lib/types/provider.ts';
import { ConfigError, type Env, readText } from './env.ts';

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
export function readProviders(env: Env): ProviderConfig {
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
