// What a process answers between being told to stop and stopping.
import { once } from 'node:events';
import { get } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { openWebServer } from '../../src/cli/web-server.ts';
import { readConfig } from '../../src/lib/server/platform/config.ts';
import { createLog } from '../../src/lib/server/platform/log.ts';
import { freePort, statusOf } from '../setup/site.ts';

/** A server that answers everything, and has been told to stop. */
async function stopping(env: Record<string, string>) {
  const port = await freePort();
  const config = readConfig({ PORT: String(port), HOST: '127.0.0.1', ...env });
  const web = await openWebServer(config, createLog('silent'));
  web.serve((_req, res) => void res.end('ok'));
  const url = `http://127.0.0.1:${port}`;
  expect(await statusOf(`${url}/healthz`)).toBe(200);
  const closed = web.close();
  onTestFinished(() => closed);
  return url;
}

test('behind a proxy it fails health checks first, and goes on serving', async () => {
  const url = await stopping({ ADDRESS_HEADER: 'x-forwarded-for' });
  const [health, page] = await Promise.all([statusOf(`${url}/healthz`), statusOf(`${url}/`)]);
  expect({ health, page }).toEqual({ health: 503, page: 200 });
});

test('without a proxy it takes no further connection', async () => {
  const url = await stopping({});
  // `fetch` could use the connection that it has kept.
  const request = get(url, { agent: false });
  const [error] = (await once(request, 'error')) as [NodeJS.ErrnoException];
  expect(error.code).toBe('ECONNREFUSED');
});
