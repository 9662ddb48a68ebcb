import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { BusyError } from '#lib/server/platform/errors.ts';
import { routeOf } from '#lib/server/platform/metrics/requests.ts';
import type { Handler } from '../overload.ts';

/** A response of the app, whole. */
export interface Answer {
  status: number;
  headers: Map<string, string>;
  body: Buffer;
  /** Of the app, for metrics. */
  route: string | null;
}

/** Readers wait for it; a request that only waits for a database connection is given up by the app after 5 s. */
const LIMIT_MS = 20_000;

/**
 * Lets the app answer a GET request that holds nothing but this address and these headers, so that the response cannot
 * depend on who asked first. It goes on when the readers who wait for it have left.
 *
 * @throws whatever the handler throws, and BusyError after 20 s
 */
export function render(handler: Handler, url: string, headers: Record<string, string>): Promise<Answer> {
  const request = new IncomingMessage(new Socket());
  Object.assign(request, { method: 'GET', url, headers });
  const response = new KeptResponse(request);
  return new Promise<Answer>((done, fail) => {
    const timer = setTimeout(() => response.destroy(new BusyError()), LIMIT_MS);
    response.once('kept', done);
    response.once('close', () => {
      clearTimeout(timer);
      fail(response.failure);
    });
    Promise.try(handler, request, response, () => fail(new Error(`nothing answers ${url}`))).catch(fail);
  });
}

/** A response that is kept instead of sent. */
class KeptResponse extends ServerResponse {
  failure = new Error('the app broke off its response');
  readonly #chunks: Uint8Array[] = [];

  override writeHead(status: number, ...rest: unknown[]): this {
    this.statusCode = status;
    for (const [name, value] of Object.entries(rest.at(-1) ?? {})) this.setHeader(name, value as string);
    return this;
  }

  override write(chunk: Uint8Array | string): true {
    this.#chunks.push(Buffer.from(chunk as string));
    return true;
  }

  override end(chunk?: unknown): this {
    if (chunk) this.write(chunk as string);
    const headers = new Map(Object.entries(this.getHeaders()).map(([name, value]) => [name, String(value)]));
    const answer: Answer = {
      status: this.statusCode,
      headers,
      body: Buffer.concat(this.#chunks),
      route: routeOf(this.req),
    };
    this.emit('kept', answer);
    this.emit('close');
    return this;
  }

  override destroy(error?: Error): this {
    if (error) this.failure = error;
    this.destroyed = true;
    this.emit('close');
    return this;
  }
}
