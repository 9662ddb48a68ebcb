import { describe, expect, test } from 'vitest';
import { findDatabase, makeDataDir } from './data-dir.ts';
import { statusOf, until, type Site } from '../setup/site.ts';
import { launchSite, startSeededSite } from './site.ts';

/** Opens an event stream; `ended` settles when the site ends it. */
async function openStream(site: Site): Promise<{ ended: Promise<unknown> }> {
  const response = await fetch(`${site.url}/live`);
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  return { ended: response.text().catch(() => 'cut') };
}

/** Exit code 0: past its deadline of five seconds the site exits with 1. */
async function expectCleanStop(site: Site): Promise<void> {
  expect(await site.ended).toBe(0);
  expect(site.stderr()).toBe('');
  expect(await findDatabase(site.dataDir)).toBeNull();
  expect(await statusOf(`${site.url}/`)).toBe(0);
}

describe('a running site stops within five seconds, with its database and open event streams,', () => {
  test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('on %s, also when it comes twice', async (signal) => {
    const site = await startSeededSite();
    const streams = await Promise.all([openStream(site), openStream(site)]);
    site.process.kill(signal);
    site.process.kill(signal);
    await expectCleanStop(site);
    await Promise.all(streams.map(({ ended }) => ended));
  });

  test.each(['SIGTERM', 'SIGINT'] as const)('on %s to the whole process group of npm', async (signal) => {
    const site = await startSeededSite({ npm: true });
    const stream = await openStream(site);
    process.kill(-site.process.pid, signal);
    await site.ended;
    expect(await findDatabase(site.dataDir)).toBeNull();
    expect(await statusOf(`${site.url}/`)).toBe(0);
    await stream.ended;
  });

  test('while it is still starting', async () => {
    const site = await launchSite({ dataDir: await makeDataDir() });
    await until(async () => (await statusOf(`${site.url}/`)) !== 0, 'an answer');
    site.process.kill('SIGTERM');
    await expectCleanStop(site);
  });
});
