// The launcher of `setup/site.ts` for tests of the runtime: every process that a test started ends with it.
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, onTestFinished } from 'vitest';
import { copySeededData } from '../setup/seeded-data.ts';
import { end, type Launch, launch, type Run, type Settings, type Site, untilReady } from '../setup/site.ts';
import { makeSeededDataDir, removeDataDir } from './data-dir.ts';

/** An account without rights of its own, for what must work without being root. */
export const NOBODY = 65534;
export const AS_NOBODY = { options: { uid: NOBODY, gid: NOBODY } };

/** Starts the site without waiting; it ends with the test. */
export async function launchSite(options: Launch): Promise<Site> {
  const site = await launch(options);
  // npm passes on SIGTERM alone.
  onTestFinished(() => end(site, options.npm ? 'SIGTERM' : 'SIGKILL'));
  return site;
}

/** Asks a process to stop, and waits for its orderly end. */
export async function stopSite(run: Run): Promise<void> {
  run.process.kill('SIGTERM');
  expect(await run.ended).toBe(0);
}

/** Starts the site and waits until it is ready. */
export async function startSite(options: Launch): Promise<Site> {
  const site = await launchSite(options);
  await untilReady(site);
  return site;
}

/** Starts a site on a seeded data folder of its own. */
export async function startSeededSite(options: Omit<Launch, 'dataDir'> = {}): Promise<Site> {
  return startSite({ ...options, dataDir: await makeSeededDataDir() });
}

/** One site for all tests of a file, which must leave it as they found it. */
export function useSite(env: Settings = {}): { readonly site: Site } {
  const shared: { site?: Site } = {};
  let dataDir = '';
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'final-two-'));
    await copySeededData(inject('seededData'), dataDir);
    shared.site = await launch({ dataDir, env });
    await untilReady(shared.site);
  });
  afterAll(async () => {
    if (shared.site) await end(shared.site, 'SIGKILL');
    await removeDataDir(dataDir);
  });
  return shared as { readonly site: Site };
}
