import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '#lib/server/platform/config.ts';
import { BusyError } from '#lib/server/platform/errors.ts';
import type { Log } from '#lib/server/platform/log.ts';
import { securityHeaders } from '#lib/server/http/headers.ts';
import { serverStats } from '#lib/server/platform/metrics/server-stats.ts';
import { answerBrokenRequest } from './broken-request.ts';
import { listen } from './listen.ts';
import { createPipeliningGuard } from './pipelining.ts';
import type { Handler } from './overload.ts';
import { PROTOCOL_HEADER } from './protocol-header.ts';
import { createReadCache, type ReadCache } from './read-cache/read-cache.ts';
import { sendStored } from './read-cache/send.ts';
import { BROKEN, BUSY, findRefusal, refuse, STARTING, STOPPING } from './refusals.ts';

interface WebServer {
  /** Until this is called every request is answered with 503. */
  serve(handler: Handler): void;
  /**
   * Graceful shutdown: behind a proxy, fails health checks for a while and goes on serving; then waits briefly for open
   * requests, closes the app, then remaining connections.
   */
  close(): Promise<void>;
}

interface TimeLimits {
  headersMs: number;
  /** For receiving a request; responses such as event streams have none. */
  requestMs: number;
  /** How often the two above are checked. */
  checkMs: number;
  /** A connection on which nothing moves is ended: a client that reads nothing of its response, or never closes. */
  inactiveMs: number;
  /** How long the rest of a body is received and discarded once the response is sent, so that the sender reads it. */
  lingerMs: number;
}

/** Event streams send something every fifteen seconds. */
const TIME_LIMITS: TimeLimits = {
  headersMs: 15_000,
  requestMs: 30_000,
  checkMs: 5_000,
  inactiveMs: 60_000,
  lingerMs: 5_000,
};
/** Longer than common proxies' keep-alive, so that a proxy never reuses a connection that we are closing. */
const KEEP_ALIVE_TIMEOUT_MS = 75_000;
/** Behind a proxy: long enough for two failed health checks, after which it sends nothing more. */
const DRAIN_MS = 1_500;
const FINISH_LIMIT_MS = 800;
const CLOSE_LIMIT_MS = 300;
const POLL_MS = 10;

/** What the listener and the end of the server share. */
interface State {
  /** Null until the app is ready. */
  app: ReadCache | null;
  isClosing: boolean;
  /** Responses under way. */
  open: Set<ServerResponse>;
}

/** Starts listening at once; until the app is ready, requests get a 503 page that reloads itself. */
export async function openWebServer(
  config: Config,
  log: Log,
  limits: TimeLimits = TIME_LIMITS,
): Promise<WebServer> {
  const state: State = { app: null, isClosing: false, open: new Set() };
  const headers = securityHeaders(config);
  const server = createServer(
    {
      requireHostHeader: false,
      keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
      headersTimeout: limits.headersMs,
      requestTimeout: limits.requestMs,
      connectionsCheckingInterval: limits.checkMs,
    },
    createListener(config, log, state, limits.lingerMs),
  );
  server.timeout = limits.inactiveMs;
  server.on('clientError', (error, socket) => answerBrokenRequest(error, socket, headers, limits.lingerMs));
  await listen(server, config);
  return {
    serve(app) {
      state.app = createReadCache(config, app);
    },
    close: () => closeGracefully(server, state, config.addressHeader ? DRAIN_MS : 0),
  };
}

function createListener(config: Config, log: Log, state: State, lingerMs: number): RequestListener {
  const { addressHeader } = config;
  const isPipelining = createPipeliningGuard();
  return (req, res) => {
    if (isPipelining(req, res)) return;
    const { app } = state;
    const isDraining = state.isClosing && req.url === '/healthz';
    const refusal = findRefusal(req) ?? (isDraining ? STOPPING : app ? null : STARTING);
    const stored = refusal || state.isClosing ? null : app?.find(req);
    if (stored) return sendStored(req, res, stored);

    for (const [name, value] of securityHeaders(config, req.url)) res.setHeader(name, value);
    if (state.isClosing) res.setHeader('connection', 'close');
    res.once('finish', () => endUnfinished(req, lingerMs));
    if (refusal || !app) return refuse(req, res, refusal ?? STARTING);

    if (!config.origin) req.headers[PROTOCOL_HEADER] = 'http';
    // Requests that bypass the proxy lack this header, and Kit fails without it.
    if (addressHeader) req.headers[addressHeader] ??= req.socket.remoteAddress ?? '';
    state.open.add(res);
    res.once('close', () => state.open.delete(res));
    const fail = (error: unknown) => {
      if (error instanceof BusyError) return refuseBusy(req, res);
      log.error({ err: error, method: req.method, path: req.url?.split('?')[0] }, 'a request failed');
      if (res.headersSent) res.destroy();
      else refuse(req, res, BROKEN);
    };
    Promise.try(app.handler, req, res, () => refuse(req, res, BROKEN)).catch(fail);
  };
}

function refuseBusy(req: IncomingMessage, res: ServerResponse): void {
  serverStats().readsRefused += 1;
  refuse(req, res, BUSY);
}

async function closeGracefully(server: Server, state: State, drainMs: number): Promise<void> {
  state.isClosing = true;
  if (state.app && drainMs > 0) await sleep(drainMs);
  const closed = new Promise<void>((done) => server.close(() => done()));
  const isIdle = () => ![...state.open].some((res) => !isStream(res));
  for (const limit = Date.now() + FINISH_LIMIT_MS; !isIdle() && Date.now() < limit;) await sleep(POLL_MS);
  // adapter-node's shutdown event: on it the app closes its event streams and its connection pool.
  if (state.app) process.emit('sveltekit:shutdown' as 'SIGTERM', 'SIGTERM');
  server.closeIdleConnections();
  await Promise.race([closed, sleep(CLOSE_LIMIT_MS)]);
  server.closeAllConnections();
}

/** Node discards what is left of a body after the response; this bounds for how long. */
function endUnfinished(req: IncomingMessage, lingerMs: number): void {
  if (!req.complete) setTimeout(() => req.complete || req.socket.destroy(), lingerMs).unref();
}

function isStream(res: ServerResponse): boolean {
  return String(res.getHeader('content-type') ?? '').startsWith('text/event-stream');
}
