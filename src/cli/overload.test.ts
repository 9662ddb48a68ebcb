import { createServer, request, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { BusyError } from '#lib/server/platform/errors.ts';
import { type Handler, limitReads } from './overload.ts';

/** Serves a limited handler that answers when it is released; refusals are 503. */
async function serve({ concurrency, queue }: { concurrency: number; queue: number }) {
  const held: (() => void)[] = [];
  let left = 0;
  const handler: Handler = async (req, res) => {
    res.once('close', () => (left += 1));
    await new Promise<void>((released) => held.push(released));
    if (res.destroyed) return;
    res.writeHead(200).flushHeaders();
    // The head is out; the rest of a long response may take a while.
    if (req.url !== '/long') res.end();
  };
  const limited = limitReads(handler, { concurrency, queue });
  const server: Server = createServer((req, res) => {
    Promise.try(limited, req, res, () => undefined).catch((error: unknown) => {
      res.writeHead(error instanceof BusyError ? 503 : 500).end();
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void server.close().closeAllConnections());
  const { port } = server.address() as AddressInfo;
  const send = (path: string, method = 'GET') => {
    const sent = request({ port, host: '127.0.0.1', path, method, agent: false }).end();
    const status = once(sent, 'response').then(
      ([response]) => (response as { statusCode: number }).statusCode,
    );
    return { sent, status };
  };
  const untilHeld = (count: number) => expect.poll(() => held.length).toBe(count);
  const untilLeft = (count: number) => expect.poll(() => left).toBe(count);
  return { held, send, untilHeld, untilLeft };
}

test('so many reads at once reach the app, so many wait, and the rest is refused', async () => {
  const { held, send, untilHeld } = await serve({ concurrency: 1, queue: 1 });
  const first = send('/');
  await untilHeld(1);
  // Which of the three comes second is the network's choice.
  const others = [send('/'), send('/', 'HEAD'), send('/')].map(({ status }) => status);
  const seen: number[] = [];
  for (const status of others) void status.then((each) => seen.push(each));
  await expect.poll(() => seen).toEqual([503, 503]);
  held[0]!();
  expect(await first.status).toBe(200);
  await untilHeld(2);
  held[1]!();
  expect((await Promise.all(others)).toSorted()).toEqual([200, 503, 503]);
});

test('a response whose head is written holds no place', async () => {
  const { held, send, untilHeld } = await serve({ concurrency: 1, queue: 0 });
  const long = send('/long');
  await untilHeld(1);
  held[0]!();
  expect(await long.status).toBe(200);
  const last = send('/');
  await untilHeld(2);
  held[1]!();
  expect(await last.status).toBe(200);
});

test('who leaves holds the place until the work has ended', async () => {
  const { held, send, untilHeld, untilLeft } = await serve({ concurrency: 1, queue: 0 });
  const gone = send('/');
  await untilHeld(1);
  gone.status.catch(() => undefined);
  gone.sent.destroy();
  await untilLeft(1);
  expect(await send('/').status).toBe(503);
  held[0]!();
  const last = send('/');
  await untilHeld(2);
  held[1]!();
  expect(await last.status).toBe(200);
});

test('posts, streams, files, health checks and what waits for a provider do not wait', async () => {
  const { send, untilHeld } = await serve({ concurrency: 1, queue: 0 });
  const free = [
    send('/questions/a?/forecast', 'POST'),
    send('/live?question=a'),
    send('/healthz'),
    send('/_app/immutable/a.js'),
    send('/en/sign-in/kakao/callback?code=a'),
  ];
  await untilHeld(free.length);
  const page = send('/');
  await untilHeld(free.length + 1);
  for (const path of ['/live-results', '/_app/immutable/../../rounds', '/_app/immutable/%2e%2e/rounds'])
    expect(await send(path).status).toBe(503);
  for (const { status, sent } of [...free, page]) {
    status.catch(() => undefined);
    sent.destroy();
  }
});
