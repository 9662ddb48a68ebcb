import type { IncomingMessage, ServerResponse } from 'node:http';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Counter, Histogram, type Registry } from 'prom-client';

/** On the request itself: the web server (`src/cli`) and the built app are separate bundles, each with a copy of this module. */
const ROUTE = Symbol.for('final-two.route');

type Routed = IncomingMessage & { [ROUTE]?: string };

/** Notes which route answers a request: its pattern, such as `/questions/[slug]`, of which there are few. */
export function setRoute(request: IncomingMessage, route: string | null): void {
  if (route !== null) (request as Routed)[ROUTE] = route;
}

/** Null where no route answered. */
export function routeOf(request: IncomingMessage): string | null {
  return (request as Routed)[ROUTE] ?? null;
}

// Counts the responses of every HTTP server of this process through Node's own diagnostics channel, so that those which
// never reach the app (refusals, stored responses, static files) are counted too.

const REQUEST_START = 'http.server.request.start';
/** Others count as `other`: a client may send any. */
const METHODS = ['GET', 'HEAD', 'POST'];
/** Status of a request whose client left before the response began; nginx logs it by this number. */
const CLIENT_LEFT = 499;
const STATIC_FILES = '/_app/';
const STREAMS = '/live';
/** Seconds: from a stored response to the longest wait for a database connection. */
const BUCKETS = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Starts counting. @returns a function that stops it */
export function countRequests(registry: Registry): () => void {
  const requests = new Counter({
    name: 'http_requests_total',
    help: 'Responses by route, method and status; event streams when they end.',
    labelNames: ['route', 'method', 'status'],
    registers: [registry],
  });
  const seconds = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the head of a request to the end of its response, without event streams.',
    labelNames: ['kind'],
    buckets: BUCKETS,
    registers: [registry],
  });
  const onStart = (message: unknown) => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
    const startedAt = performance.now();
    response.once('close', () => {
      const route = routeOf(request) ?? routeOfServer(request);
      const method = METHODS.includes(request.method ?? '') ? request.method! : 'other';
      const status = response.headersSent ? response.statusCode : CLIENT_LEFT;
      requests.inc({ route, method, status });
      if (route !== STREAMS)
        seconds.observe({ kind: kindOf(route, method) }, (performance.now() - startedAt) / 1000);
    });
  };
  subscribe(REQUEST_START, onStart);
  return () => void unsubscribe(REQUEST_START, onStart);
}

/** For what the app did not answer, or has no route for. */
function routeOfServer({ url = '' }: IncomingMessage): string {
  return url.startsWith(STATIC_FILES) ? STATIC_FILES : 'none';
}

function kindOf(route: string, method: string): string {
  if (method === 'POST') return 'form';
  if (route === 'none' || route === STATIC_FILES) return 'file';
  if (route.startsWith('/api/')) return 'api';
  return route.startsWith('/og/') ? 'picture' : 'page';
}
