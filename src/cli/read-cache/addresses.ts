// What may be answered from a stored response: the reads that are the same for every reader without a cookie.
import type { IncomingMessage } from 'node:http';

/** A read that any reader without a cookie may share. */
export interface SharedRead {
  /** Path and query as the app gets them, without parameters that it ignores. */
  url: string;
  /** How long its response may be shown, from the moment at which the app began on it. */
  maxAgeMs: number;
}

interface Kind {
  paths: RegExp;
  maxAgeMs: number;
  /** Query parameters that the response may depend on. */
  parameters?: readonly string[];
  /** Whether it is a page, with data of its own for navigation in the browser. */
  isPage?: boolean;
}

/** Odds and what programs read right after they have posted. */
const ODDS_MS = 50;
/** No page may show a result, an exclusion or an edit later than a second after it was made. */
const PAGE_MS = 1_000;

const LONGEST_URL = 512;
const SLUG = '[a-z0-9-]+';
/** Letters, digits and percent-encoded bytes of other letters. */
const HANDLE = '(?:[\\w-]|%[89A-F][\\dA-F])+';
/** The public id of a card. */
const CARD = 'cards/(?:forecast|result)/[\\w-]{22}';
const VALUES = /^[\w\-.~%:,+]*$/;
/**
 * Parameters of links that are shared: our own `v`, which makes services fetch a new preview, and those of campaigns. No
 * page reads them; the API refuses them.
 */
const IGNORED = /^(?:v|utm_[a-z]+|fbclid|gclid)$/;
const API = '/api/';
const DATA = '/__data.json';
const DATA_PARAMETERS = ['x-sveltekit-invalidated'];

const KINDS: readonly Kind[] = [
  { paths: new RegExp(`^/api/v1/questions(?:/${SLUG}(?:/(?:crowd|market))?)?$`), maxAgeMs: ODDS_MS },
  { paths: /^\/healthz$/, maxAgeMs: ODDS_MS },
  { paths: new RegExp(`^/api/v1/questions/${SLUG}/history$`), maxAgeMs: PAGE_MS },
  {
    paths: /^\/api\/v1\/leaderboard$/,
    maxAgeMs: PAGE_MS,
    parameters: ['board', 'question', 'assume', 'page'],
  },
  {
    paths: new RegExp(
      `^/(?:embed/${SLUG}|og/${SLUG}\\.png|${CARD}\\.png|feed\\.xml|sitemap\\.xml|robots\\.txt)$`,
    ),
    maxAgeMs: PAGE_MS,
  },
  {
    paths: /^\/leaderboard$/,
    maxAgeMs: PAGE_MS,
    parameters: ['board', 'question', 'assume', 'people', 'page'],
    isPage: true,
  },
  { paths: /^\/leaderboard\/market$/, maxAgeMs: PAGE_MS, parameters: ['page'], isPage: true },
  {
    paths: new RegExp(
      `^/(?:|questions|rounds|author|about|about/scoring|privacy|(?:questions|results|companies)/${SLUG}|questions/${SLUG}/market|forecasters/${HANDLE}|${CARD})$`,
    ),
    maxAgeMs: PAGE_MS,
    isPage: true,
  },
];

/** Whether the request is a plain read that says nothing of who sends it. */
export function isAnonymousRead({ method, headers }: IncomingMessage): boolean {
  return (
    (method === 'GET' || method === 'HEAD') &&
    headers.cookie === undefined &&
    headers.authorization === undefined &&
    headers['content-length'] === undefined &&
    headers['transfer-encoding'] === undefined
  );
}

/**
 * The shared read of an unparsed path and query, or null where it is not one. Only addresses in their plain form are: others
 * (percent-encoded, with double slashes or unknown parameters) reach the app as they are.
 */
export function findSharedRead(url: string): SharedRead | null {
  if (url.length > LONGEST_URL) return null;
  const [path = '', query] = url.split(/\?(.*)/s, 2);
  const local = path === '/en' ? '/' : path.replace(/^\/en\//, '/');
  const isData = local.endsWith(DATA);
  const page = isData ? local.slice(0, -DATA.length) || '/' : local;
  const kind = KINDS.find(({ paths, isPage }) => paths.test(page) && (isPage || !isData));
  if (!kind) return null;
  const { maxAgeMs, parameters = [] } = kind;
  if (query === undefined) return { url, maxAgeMs };

  const known = isData ? [...parameters, ...DATA_PARAMETERS] : parameters;
  const isIgnored = (part: string) => !url.startsWith(API) && IGNORED.test(nameOf(part));
  const kept = query.split('&').filter((part) => !isIgnored(part));
  if (!kept.every((part) => known.includes(nameOf(part)) && VALUES.test(part.slice(nameOf(part).length + 1))))
    return null;
  return { url: kept.length > 0 ? `${path}?${kept.join('&')}` : path, maxAgeMs };
}

function nameOf(part: string): string {
  return part.split('=', 1)[0]!;
}
