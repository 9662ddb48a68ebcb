import type { IncomingMessage, ServerResponse } from 'node:http';
import { setRoute } from '#lib/server/platform/metrics/requests.ts';
import type { Variant } from './stored-response.ts';

const OF_BODY = /^content-(?:length|encoding|type)$/;

/** Sends a stored response, or 304 to a client that has it. Node leaves the body out of the answer to a HEAD request. */
export function sendStored(req: IncomingMessage, res: ServerResponse, variant: Variant): void {
  const { status, route, etag, head, body } = variant;
  setRoute(req, route);
  const known = status === 200 ? req.headers['if-none-match'] : undefined;
  if (known !== undefined && isKnown(known, etag)) {
    res
      .writeHead(
        304,
        head.filter((_, i) => !OF_BODY.test(head[i - (i % 2)]!)),
      )
      .end();
  } else {
    res.writeHead(status, head).end(body);
  }
}

/** Weak comparison (RFC 9110, 13.1.2). */
function isKnown(known: string, etag: string): boolean {
  const tags = known.split(',').map((tag) => tag.trim());
  return tags.some((tag) => tag === '*' || opaque(tag) === opaque(etag));
}

function opaque(etag: string): string {
  return etag.replace(/^W\//, '');
}
