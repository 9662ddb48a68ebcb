// The provider's own server: where it is away, broken or silent, and that it is asked again later.
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { ProviderClients } from '#lib/server/people/providers/clients.ts';
import { startProvider } from '../setup/provider.ts';

const CALLBACK = 'http://localhost/sign-in/kakao/callback';
const TIMEOUT_SECONDS = 0.2;

const running: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((stop) => stop()));
});

/** A server in front of a provider's, whose answers can be changed. */
async function startFront() {
  let answer: RequestListener = (_, response) => void response.destroy();
  const server = createServer((request, response) => answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  running.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const issuer = `http://localhost:${(server.address() as AddressInfo).port}`;
  const keys = { clientId: 'id', clientSecret: 'secret', issuer: new URL(issuer) };
  const clients = new ProviderClients(new Map([['kakao', keys]]), TIMEOUT_SECONDS);
  return {
    issuer,
    answer: (listener: RequestListener) => void (answer = listener),
    begin: () => clients.begin('kakao', CALLBACK, false),
  };
}

for (const [what, listener] of [
  ['breaks off', (_, response) => void response.destroy()],
  ['is overloaded', (_, response) => void response.writeHead(503).end()],
  ['never answers', () => undefined],
] as [string, RequestListener][])
  test(`a provider that ${what} is down, and is asked again the next time`, async () => {
    const front = await startFront();
    front.answer(listener);
    await expect(front.begin()).rejects.toMatchObject({ failure: 'provider-down' });
    front.answer((_, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({ issuer: front.issuer, authorization_endpoint: `${front.issuer}/authorize` }),
      );
    });
    const { address } = await front.begin();
    expect(address.href.startsWith(`${front.issuer}/authorize?`)).toBe(true);
  });

test('a provider that is not there is down', async () => {
  const { url, stop } = await startProvider('openid');
  await stop();
  const keys = { clientId: 'id', clientSecret: 'secret', issuer: new URL(url) };
  const clients = new ProviderClients(new Map([['kakao', keys]]));
  await expect(clients.begin('kakao', CALLBACK, false)).rejects.toMatchObject({ failure: 'provider-down' });
});
