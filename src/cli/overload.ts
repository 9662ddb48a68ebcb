import type { IncomingMessage, ServerResponse } from 'node:http';
import { limitConcurrency } from '#lib/server/platform/concurrency.ts';

export type Handler = (req: IncomingMessage, res: ServerResponse, next: () => void) => unknown;

/** More at once would not be faster: the app has one thread, and fewer database connections. */
const CONCURRENCY = 32;
/** One to two seconds of work. */
const QUEUE = 200;
/**
 * Static files (no other segments such as `..`, which would lead to pages), event streams (limited by the app), what operators
 * watch, and ways to providers and back, which wait for other servers.
 */
const UNLIMITED =
  /^\/(?:_app\/immutable\/[\w/-]+\.[\w.-]+$|(?:live|healthz|metrics|(?:en\/)?sign-in\/(?:kakao|naver|google)(?:\/callback)?)(?:\?|$))/;

/**
 * Limits how many GET and HEAD requests the app works on at once. Such a request counts until the head of its response is
 * written, so slow clients and streams hold no place; where its client has left, until the work for it has ended. Other methods pass: forecasts and password hashes have queues of
 * their own, and must not wait behind pages.
 *
 * @returns a handler whose promise rejects with BusyError when the queue is full
 */
export function limitReads(handler: Handler, { concurrency = CONCURRENCY, queue = QUEUE } = {}): Handler {
  const limit = limitConcurrency(concurrency, queue);
  return (req, res, next) => {
    const isRead = req.method === 'GET' || req.method === 'HEAD';
    if (!isRead || UNLIMITED.test(req.url ?? '')) return handler(req, res, next);
    return limit(async () => {
      if (!res.destroyed) await untilAnswered(handler, req, res, next);
    });
  };
}

/** Resolves when the head of the response is written, or when the handler has ended and the connection is closed. */
function untilAnswered(handler: Handler, ...[req, res, next]: Parameters<Handler>): Promise<void> {
  return new Promise((done, fail) => {
    const writeHead = res.writeHead.bind(res) as (...args: unknown[]) => ServerResponse;
    res.writeHead = (...args: unknown[]) => {
      done();
      return writeHead(...args);
    };
    const whenClosed = () => void (res.closed ? done() : res.once('close', done));
    Promise.try(handler, req, res, next).then(whenClosed, fail);
  });
}
