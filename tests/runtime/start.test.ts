import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findDatabase, makeDataDir } from './data-dir.ts';
import { freePort, statusOf, until } from '../setup/site.ts';
import { launchSite, startSeededSite, startSite, stopSite } from './site.ts';

describe('npm start', () => {
  test('makes a database on first use, serves, and tells where to go and how to make an admin', async () => {
    const site = await startSite({ dataDir: await makeDataDir() });
    expect(await statusOf(`${site.url}/`)).toBe(200);
    await until(() => site.stdout().includes('ready'), 'the welcome');
    expect(site.stdout()).toContain(`ready at http://127.0.0.1:${site.port}`);
    expect(site.stdout()).toContain('npm run admin -- make HANDLE');
    expect(site.stderr()).toBe('');
    const { mode } = await stat(join(site.dataDir, 'postgres', 'credentials.json'));
    expect(mode & 0o777, 'only its own user reads the passwords').toBe(0o600);
  });

  test('builds nothing the second time and leaves no server behind in between', async () => {
    const first = await startSeededSite();
    await stopSite(first);
    expect(await findDatabase(first.dataDir)).toBeNull();

    const second = await startSite({ dataDir: first.dataDir });
    expect(second.stdout()).not.toContain('Building');
  });

  test('answers 503 and when to come back while it is starting', async () => {
    const site = await launchSite({ dataDir: await makeDataDir() });
    let early: Response | undefined;
    await until(
      async () => Boolean((early ??= await fetch(`${site.url}/`).catch(() => undefined))),
      'an answer',
    );
    expect(early?.status).toBe(503);
    expect(early?.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(early?.headers.get('x-content-type-options')).toBe('nosniff');
  });

  test('a second one on the same data folder is refused in one line and does no harm', async () => {
    const site = await startSeededSite();
    for (const port of [site.port, await freePort()]) {
      const second = await launchSite({ dataDir: site.dataDir, port });
      expect(await second.ended).toBe(1);
      expect(second.stderr()).toMatch(/^Final Two already runs on the data folder .+\n$/);
      expect(second.stderr()).toContain(`port ${site.port}`);
    }
    expect(await statusOf(`${site.url}/`)).toBe(200);
  });

  test('of two at once on a fresh data folder exactly one serves', async () => {
    const dataDir = await makeDataDir();
    const sites = await Promise.all([launchSite({ dataDir }), launchSite({ dataDir })]);
    const first = await Promise.race(sites.map((site) => site.ended.then(() => site)));
    expect(await first.ended).toBe(1);
    expect(first.stderr()).toMatch(/^Final Two already runs .+\n$/);
    const other = sites.find((site) => site !== first);
    await until(async () => (await statusOf(`${other?.url}/`)) === 200, 'the first page');
  });
});
