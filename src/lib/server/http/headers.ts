import type { Handle } from '@sveltejs/kit';
import { isApi } from './problem.ts';

/** Default CSP for responses without their own, such as static files; Kit's header replaces it on pages. */
const STRICTEST_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'";
const UNUSED_FEATURES = ['camera', 'microphone', 'geolocation', 'payment', 'usb', 'browsing-topics'];
const HSTS_SECONDS = 365 * 24 * 60 * 60;
const EMBED_PATH = /^\/(?:en\/)?embed\/[a-z0-9-]+\/?(?:\?|$)/;

interface Served {
  /** The only origin that is served, or null where each Host is its own over http. */
  origin: string | null;
}

/**
 * The headers of every response, errors and static files included, as pairs of lower-case name and value.
 *
 * @param path unparsed request path; embeds get no `x-frame-options`, which cannot list allowed sites, and use
 * `frame-ancestors` in their own CSP instead
 */
export function securityHeaders({ origin }: Served, path = '/'): [name: string, value: string][] {
  const headers: [string, string][] = [
    ['content-security-policy', STRICTEST_POLICY],
    ['cross-origin-opener-policy', 'same-origin'],
    ['permissions-policy', UNUSED_FEATURES.map((name) => `${name}=()`).join(', ')],
    ['referrer-policy', 'strict-origin-when-cross-origin'],
    ['x-content-type-options', 'nosniff'],
  ];
  if (!isEmbed(path)) headers.push(['x-frame-options', 'DENY']);
  if (origin?.startsWith('https:'))
    headers.push(['strict-transport-security', `max-age=${HSTS_SECONDS}; includeSubDomains`]);
  return headers;
}

/** Whether an unparsed request path is that of an embed. */
export function isEmbed(path: string): boolean {
  return EMBED_PATH.test(path);
}

/**
 * Content-Security-Policy of an embed: no scripts, connections or forms; only its own styles and the site's icon.
 *
 * @param ancestors value of `frame-ancestors`
 * @param styleHashes hashes of its style elements
 */
export function embedPolicy(ancestors: string, styleHashes: readonly string[]): string {
  return [
    "default-src 'none'",
    `style-src ${styleHashes.map((hash) => `'${hash}'`).join(' ') || "'none'"}`,
    "img-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${ancestors}`,
  ].join('; ');
}

/** In a simulated replay every answer has a header that says so, and JSON of the API says so in its body, too. */
export const markSimulation: Handle = async ({ event, resolve }) => {
  const response = await resolve(event);
  if (!event.locals.app.isSimulation) return response;
  const marked = isApi(event) ? await markBody(response) : response;
  marked.headers.set('x-simulation', 'true');
  return marked;
};

async function markBody(response: Response): Promise<Response> {
  const isJson = response.headers.get('content-type')?.includes('json');
  if (!isJson || !response.body) return response;
  const body = (await response.json()) as unknown;
  const marked = Array.isArray(body)
    ? { simulation: true, items: body }
    : { simulation: true, ...(body as object) };
  const headers = new Headers(response.headers);
  headers.delete('content-length');
  return new Response(JSON.stringify(marked), { status: response.status, headers });
}
