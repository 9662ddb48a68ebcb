// Who may read `/metrics`: programs on this machine where no proxy is configured, and those who have the token.
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

const LOOPBACK_ADDRESS = /^(?:::ffff:)?127(?:\.\d{1,3}){3}$|^::1$/;
/** In `Host`: else a page whose domain name leads to 127.0.0.1 could read it in the browser of this machine's user. */
const LOOPBACK_HOST = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/i;
/** Headers that a proxy adds. */
const OF_PROXIES = /^(?:forwarded|via|x-forwarded-.*|x-real-ip|.*-(?:connecting|client)-ip)$/;

interface Scrape {
  /** Of the connection, never from a header. */
  remoteAddress: string | undefined;
  headers: IncomingHttpHeaders;
}

/** `origin` and `addressHeader` tell of a proxy, through which every request comes from this machine. */
interface AccessConfig {
  origin: string | null;
  addressHeader: string | null;
  metricsToken: string | null;
}

export function mayScrape(scrape: Scrape, config: AccessConfig): boolean {
  return hasToken(scrape.headers.authorization, config.metricsToken) || isLocal(scrape, config);
}

function isLocal({ remoteAddress = '', headers }: Scrape, { origin, addressHeader }: AccessConfig): boolean {
  if (origin !== null || addressHeader !== null) return false;
  if (!LOOPBACK_ADDRESS.test(remoteAddress) || !LOOPBACK_HOST.test(headers.host ?? '')) return false;
  return !Object.keys(headers).some((name) => OF_PROXIES.test(name));
}

function hasToken(authorization: string | undefined, token: string | null): boolean {
  const [, sent] = /^Bearer +(\S+)$/i.exec(authorization ?? '') ?? [];
  if (!sent || token === null) return false;
  // Hashed, so that the time of the comparison tells neither characters nor length.
  return timingSafeEqual(digest(sent), digest(token));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
