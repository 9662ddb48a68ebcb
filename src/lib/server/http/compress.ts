// Makes what the app answers small on its way: static files lie compressed on the disk, pages are made for each reader.
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** Less fits into one packet as it is. */
const LEAST_BYTES = 1_400;
/** The quality at which it is both faster and smaller than gzip. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } };
/** Best first. */
const CODINGS = new Map<string, (body: Uint8Array) => Promise<Uint8Array<ArrayBuffer>>>([
  ['br', (body) => promisify(brotliCompress)(body, BROTLI)],
  ['gzip', (body) => promisify(gzip)(body)],
]);
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
  const coding = preferred(request.headers.get('accept-encoding') ?? '');
  if (!coding) return response;

  const whole = new Uint8Array(await response.arrayBuffer());
  const isSmall = whole.length < LEAST_BYTES;
  const body = isSmall ? whole : await CODINGS.get(coding)!(whole);
  headers.set('content-length', String(body.length));
  if (!isSmall) {
    headers.set('content-encoding', coding);
    // Equal in meaning, no longer byte for byte.
    if (etag && !etag.startsWith('W/')) headers.set('etag', `W/${etag}`);
  }
  return new Response(body, { status: response.status, statusText: response.statusText, headers });
}

function preferred(accepted: string): string | undefined {
  const codings = accepted
    .toLowerCase()
    .split(',')
    .map((each) => each.replaceAll(' ', ''))
    .filter((each) => !/;q=0(?:\.0*)?$/.test(each))
    .map((each) => each.split(';')[0]!);
  return [...CODINGS.keys()].find((coding) => codings.includes(coding));
}
