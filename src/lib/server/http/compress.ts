// Makes what the app answers small on its way: static files lie compressed on the disk, pages are made for each reader.
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** Content codings, best first. */
const CODINGS = ['br', 'gzip'] as const;
export type Coding = (typeof CODINGS)[number];

/** Less fits into one packet as it is. */
const LEAST_BYTES = 1_400;
/** For a response that one reader gets: what it costs more in bytes it saves many times in pages a second. */
const QUALITY_ONCE = 1;
/** For a response that is stored and sent to many. */
export const QUALITY_STORED = 5;
/** Texts that are whole when they are sent; a stream of events would wait for its own end. */
const TEXT = /^(?:text\/(?!event-stream)|application\/(?:\w+\+)?(?:json|xml))/;

/**
 * The same answer in the smallest form that the reader's browser takes. Only of GET: the answer to a POST may
 * repeat it beside what is secret, and its size would then leak the secret.
 */
export async function compress(request: Request, response: Response): Promise<Response> {
  const { headers } = response;
  const isText = TEXT.test(headers.get('content-type') ?? '');
  // Downloads are streamed, however long they are.
  const isDownload = headers.has('content-disposition');
  if (request.method !== 'GET' || !response.body || !isText || isDownload) return response;
  headers.append('vary', 'accept-encoding');
  const etag = headers.get('etag');
  // Who has it gets none of it again: Kit sees to that, and compares tags letter by letter.
  if (etag && request.headers.get('if-none-match')?.includes(etag)) return response;
  const coding = preferredCoding(request.headers.get('accept-encoding'));
  if (!coding) return response;

  const whole = new Uint8Array(await response.arrayBuffer());
  const isSmall = !isWorthCompressing(whole);
  const body = isSmall ? whole : await compressBody(whole, coding, QUALITY_ONCE);
  headers.set('content-length', String(body.length));
  if (!isSmall) {
    headers.set('content-encoding', coding);
    // Equal in meaning, no longer byte for byte.
    if (etag && !etag.startsWith('W/')) headers.set('etag', `W/${etag}`);
  }
  return new Response(body, { status: response.status, statusText: response.statusText, headers });
}

/** The best content coding that an `accept-encoding` accepts, or null. */
export function preferredCoding(accepted: string | null | undefined): Coding | null {
  if (!accepted) return null;
  const codings = accepted
    .toLowerCase()
    .split(',')
    .map((each) => each.replaceAll(' ', ''))
    .filter((each) => !/;q=0(?:\.0*)?$/.test(each))
    .map((each) => each.split(';')[0]!);
  return CODINGS.find((coding) => codings.includes(coding)) ?? null;
}

export function isWorthCompressing(body: Uint8Array): boolean {
  return body.length >= LEAST_BYTES;
}

/** @param quality of brotli, 0 to 11 */
export function compressBody(
  body: Uint8Array,
  coding: Coding,
  quality: number,
): Promise<Buffer<ArrayBuffer>> {
  if (coding === 'gzip') return promisify(gzip)(body);
  return promisify(brotliCompress)(body, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: quality,
      [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
    },
  });
}
