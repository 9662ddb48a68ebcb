import { readdir } from 'node:fs/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openEmbedded, type EmbeddedServer } from '../../src/lib/server/platform/db/embedded/server.ts';
import { createLog } from '../../src/lib/server/platform/log.ts';
import { makeDataDir } from './data-dir.ts';
import { freePort, statusOf } from '../setup/site.ts';
import { launchSite, startSite, stopSite } from './site.ts';

/** A server that the site does not know how to start or stop. */
async function openOutside(settings: Record<string, string> = {}): Promise<EmbeddedServer> {
  const server = await openEmbedded({ dataDir: await makeDataDir(), log: createLog('silent'), settings });
  onTestFinished(() => server.stop());
  return server;
}

describe('with DATABASE_URL', () => {
  test('the site uses that server, starts none of its own and leaves it running', async () => {
    const { appUrl, ownerUrl } = await openOutside();
    const env = { DATABASE_URL: appUrl, DATABASE_OWNER_URL: ownerUrl };
    const dataDir = await makeDataDir();
    const site = await startSite({ dataDir, env });
    expect(await readdir(dataDir)).not.toContain('postgres');
    await stopSite(site);

    const again = await startSite({ dataDir, env });
    expect(await statusOf(`${again.url}/`)).toBe(200);
  });

  test('one role for everything is enough', async () => {
    const { ownerUrl } = await openOutside();
    const site = await startSite({ dataDir: await makeDataDir(), env: { DATABASE_URL: ownerUrl } });
    expect(await statusOf(`${site.url}/`)).toBe(200);
  });

  test('several sites share one server, also when they start at once', async () => {
    const { appUrl, ownerUrl } = await openOutside();
    const env = { DATABASE_URL: appUrl, DATABASE_OWNER_URL: ownerUrl };
    const start = async () => startSite({ dataDir: await makeDataDir(), port: await freePort(), env });
    const sites = await Promise.all([start(), start()]);
    for (const { url } of sites) expect(await statusOf(`${url}/`)).toBe(200);
  });

  test.each([
    [{ fsync: 'off' }, /^DATABASE_URL: fsync is off/],
    [{ synchronous_commit: 'off' }, /^DATABASE_URL: synchronous_commit is off/],
  ])('a server with %o is refused', async (settings, line) => {
    const { ownerUrl } = await openOutside(settings);
    const site = await launchSite({ dataDir: await makeDataDir(), env: { DATABASE_URL: ownerUrl } });
    expect(await site.ended).toBe(1);
    expect(site.stderr()).toMatch(line);
  });
});
