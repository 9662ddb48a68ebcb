// Answers reads of visitors from responses that the app has just made, before the app is called. A response is the app's
// answer to a request that holds nothing but an address, so nothing of one reader can get to another. Requests with
// a cookie are never answered from here.
import type { IncomingMessage } from 'node:http';
import { LRUCache } from 'lru-cache';
import { limitConcurrency } from '#lib/server/platform/concurrency.ts';
import { preferredCoding } from '#lib/server/http/compress.ts';
import { securityHeaders } from '#lib/server/http/headers.ts';
import { serverStats } from '#lib/server/platform/metrics/server-stats.ts';
import { type Handler, limitReads } from '../overload.ts';
import { PROTOCOL_HEADER } from '../protocol-header.ts';
import { findSharedRead, isAnonymousRead, type SharedRead } from './addresses.ts';
import { replaceNonce } from './nonces.ts';
import { type Answer, render } from './render.ts';
import { sendStored } from './send.ts';
import { StoredResponse, type Variant } from './stored-response.ts';

interface Served {
  /** The only origin that is served, or null where each Host is its own over http. */
  origin: string | null;
}

/** A rendering under way. */
interface Flight {
  /** When the app began on it; null while it waits for its turn. */
  beganAt: number | null;
  /** Null where the response is not for everybody. */
  response: Promise<StoredResponse | null>;
}

export interface ReadCache {
  /** What answers the request at once, or null. */
  find(req: IncomingMessage): Variant | null;
  /** Answers every request: from the cache, by a rendering that others wait for too, or by the app itself. */
  handler: Handler;
}

const MOST_ENTRIES = 2_000;
const MOST_BYTES = 32 * 1024 * 1024;
const MOST_ENTRY_BYTES = 2 * 1024 * 1024;
/** Apart from the reads of one reader: however many of those wait, the pages of visitors are renewed. */
const RENDERINGS = 32;
const RENDERINGS_WAITING = 200;

export function createReadCache(served: Served, app: Handler): ReadCache {
  const entries = new LRUCache<string, StoredResponse>({
    max: MOST_ENTRIES,
    maxSize: MOST_BYTES,
    maxEntrySize: MOST_ENTRY_BYTES,
    sizeCalculation: ({ bytes }) => bytes,
  });
  const flights = new Map<string, Flight>();
  const limit = limitConcurrency(RENDERINGS, RENDERINGS_WAITING);
  const appForOne = limitReads(app);
  const stats = serverStats();

  const findFresh = (key: string): StoredResponse | null => {
    const entry = entries.get(key);
    return entry && entry.freshUntil > performance.now() ? entry : null;
  };

  const store = (key: string, response: StoredResponse): StoredResponse => {
    const older = entries.peek(key);
    if (older && older.freshUntil >= response.freshUntil) return response;
    if (older?.fingerprint === response.fingerprint) {
      // Keeps the compressed bodies.
      older.freshUntil = response.freshUntil;
      return older;
    }
    entries.set(key, response);
    stats.cacheEntries = entries.size;
    stats.cacheBytes = entries.calculatedSize;
    return response;
  };

  const renderShared = async (key: string, { url, maxAgeMs }: SharedRead, host: string, flight: Flight) => {
    const answer = await limit(() => {
      flight.beganAt = performance.now();
      return render(app, url, headersFor(served, url, host));
    });
    const shared = shareAnswer(served, url, answer);
    if (!shared) return null;
    const response = new StoredResponse(shared, flight.beganAt! + maxAgeMs);
    return answer.status === 200 ? store(key, response) : response;
  };

  /** Joins the rendering under way, or begins another where its response could be too old. */
  const join = (key: string, read: SharedRead, host: string): Promise<StoredResponse | null> => {
    const current = flights.get(key);
    if (current && isJoinable(current, read)) return current.response;
    const flight: Flight = { beganAt: null, response: Promise.resolve(null) };
    flights.set(key, flight);
    flight.response = renderShared(key, read, host, flight).finally(() => {
      if (flights.get(key) === flight) flights.delete(key);
    });
    return flight.response;
  };

  return {
    find(req) {
      const entry = isAnonymousRead(req) ? findFresh(keyOf(served, req, req.url!)) : null;
      const variant = entry?.find(preferredCoding(req.headers['accept-encoding'])) ?? null;
      if (variant) stats.cacheHits += 1;
      return variant;
    },
    async handler(req, res, next) {
      const read = isAnonymousRead(req) ? findSharedRead(req.url!) : null;
      if (!read) return appForOne(req, res, next);
      const key = keyOf(served, req, read.url);
      const fresh = findFresh(key);
      stats[fresh ? 'cacheHits' : 'cacheMisses'] += 1;
      const response = fresh ?? (await join(key, read, req.headers.host!));
      if (!response) return appForOne(req, res, next);
      sendStored(req, res, await response.prepare(preferredCoding(req.headers['accept-encoding'])));
    },
  };
}

function isJoinable({ beganAt }: Flight, { maxAgeMs }: SharedRead): boolean {
  return beganAt === null || performance.now() - beganAt < maxAgeMs;
}

/** Where only one origin is served the Host has no effect. Neither a host nor a path holds a space. */
function keyOf({ origin }: Served, { headers }: IncomingMessage, url: string): string {
  return origin ? url : `${headers.host} ${url}`;
}

/** Headers of the request that the cache makes. */
function headersFor({ origin }: Served, url: string, host: string): Record<string, string> {
  const accept = url.startsWith('/api/') ? 'application/json' : 'text/html';
  return origin ? { accept, host: new URL(origin).host } : { accept, host, [PROTOCOL_HEADER]: 'http' };
}

/** An answer as every reader may get it; null where it is for one reader. */
function shareAnswer(served: Served, url: string, answer: Answer): Answer | null {
  const headers = new Map<string, string>([...securityHeaders(served, url), ...answer.headers]);
  if (headers.has('set-cookie')) return null;
  if (!headers.get('content-type')?.startsWith('text/html')) return { ...answer, headers };
  const html = answer.body.toString();
  const replaced = replaceNonce(html, headers.get('content-security-policy') ?? '');
  if (!replaced) return null;
  if (replaced.html === html) return { ...answer, headers };
  headers.set('content-security-policy', replaced.policy);
  // Of the page with its nonce.
  headers.delete('etag');
  return { ...answer, headers, body: Buffer.from(replaced.html) };
}
