// Clients that send or read slowly: each connection has an end, and what is refused is refused at once.
import { connect, type Socket } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Handler } from '../../src/cli/overload.ts';
import { openWebServer } from '../../src/cli/web-server.ts';
import { readConfig } from '../../src/lib/server/platform/config.ts';
import { createLog } from '../../src/lib/server/platform/log.ts';
import { freePort, until } from '../setup/site.ts';

const LIMITS = { headersMs: 300, requestMs: 600, checkMs: 50, inactiveMs: 900, lingerMs: 300 };
const HEAD = 'host: localhost\r\ncontent-type: text/plain\r\n';

/** The web server in front of a handler, with limits that a test can wait for. */
async function serve(handler: Handler, limits = LIMITS) {
  const port = await freePort();
  const web = await openWebServer(
    readConfig({ PORT: String(port), HOST: '127.0.0.1' }),
    createLog('silent'),
    limits,
  );
  web.serve(handler);
  onTestFinished(() => web.close());
  return { port };
}

/** A client that sends bytes, and never closes its side. */
function open(port: number, bytes: string): { socket: Socket; received(): string; isEnded(): boolean } {
  let [received, isEnded] = ['', false];
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true }, () => socket.write(bytes));
  socket.on('data', (chunk) => (received += chunk.toString()));
  socket.on('error', () => (isEnded = true));
  socket.on('close', () => (isEnded = true));
  onTestFinished(() => void socket.destroy());
  return { socket, received: () => received, isEnded: () => isEnded };
}

/** Sends something again and again until that is refused: an end of one side alone would let it go on. */
async function untilRefused({ socket, isEnded }: ReturnType<typeof open>, more = 'x: y\r\n'): Promise<void> {
  await until(() => {
    if (!isEnded()) socket.write(more);
    return isEnded();
  }, 'the end of the connection');
}

const ok: Handler = (_req, res) => void res.end('ok');

describe('a connection ends', () => {
  test.each([
    ['that sends its headers slowly', 'GET / HTTP/1.1\r\n'],
    ['that sends nothing', ''],
    ['that sends its second request slowly', `GET / HTTP/1.1\r\n${HEAD}\r\nGET / HTTP/1.1\r\n`],
    ['whose body never comes to an end', `POST / HTTP/1.1\r\n${HEAD}content-length: 10\r\n\r\nabc`],
  ])('%s', async (_, bytes) => {
    const { port } = await serve((req, res) => void req.once('end', () => res.end('ok')).resume());
    await untilRefused(open(port, bytes));
  });

  test('whose response is sent while its body is not', async () => {
    const { port } = await serve(ok);
    const client = open(port, `POST / HTTP/1.1\r\n${HEAD}transfer-encoding: chunked\r\n\r\n3\r\nabc\r\n`);
    await until(() => client.received().includes('200 OK'), 'the response');
    await untilRefused(client, '1\r\nx\r\n');
  });

  test('that reads nothing of an event stream', async () => {
    const { socket, written } = await stream();
    await until(() => written.isClosed, 'the end of the stream');
    expect(socket.destroyed).toBe(false);
  });
});

/** An event stream whose client stops reading. */
async function stream() {
  const written = { isClosed: false };
  const { port } = await serve((_req, res) => {
    res.writeHead(200, { 'content-type': 'text/event-stream' });
    res.once('close', () => (written.isClosed = true));
    // More than the kernel buffers; then the stream is ended.
    res.end('x'.repeat(32 * 1024 * 1024));
  });
  const { socket } = open(port, `GET / HTTP/1.1\r\n${HEAD}\r\n`);
  socket.pause();
  return { socket, written };
}

test('a body that is too large is refused before it has come', async () => {
  const { port } = await serve(ok, { ...LIMITS, requestMs: 60_000, inactiveMs: 60_000, lingerMs: 60_000 });
  const client = open(port, `POST / HTTP/1.1\r\n${HEAD}content-length: 10000000\r\n\r\nabc`);
  await until(() => client.received().includes('64 KB'), 'the refusal');
  expect(client.received()).toMatch(/^HTTP\/1\.1 413 /);
});
