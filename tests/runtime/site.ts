// Starts the built site as people do, in a process of its own, and ends every process that a test started.
import { spawn, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, inject, onTestFinished } from 'vitest';
import { copySeededData } from '../setup/seeded-data.ts';
import { makeSeededDataDir, removeDataDir } from './data-dir.ts';

export interface Run {
  process: ChildProcess;
  stdout(): string;
  stderr(): string;
  /** The exit code, or the name of the signal that ended it. */
  ended: Promise<number | string>;
}

export interface Site extends Run {
  process: ChildProcess & { pid: number };
  url: string;
  port: number;
  dataDir: string;
}

interface SiteOptions {
  dataDir: string;
  port?: number;
  root?: string;
  env?: Record<string, string>;
  uid?: number;
  /** Through npm, in a process group of its own, as from a terminal. */
  npm?: boolean;
  /** When the process is ended if it still runs; by default after the test. */
  onEnd?: (end: () => Promise<void>) => void;
}

export const ROOT = resolve(import.meta.dirname, '../..');
export const NODE = join(ROOT, 'node_modules/.bin/node');
/** An account without rights of its own, for what must work without being root. */
export const NOBODY = 65534;
/** Longest wait for a condition on a busy machine. */
const PATIENCE_MS = 30_000;
const POLL_MS = 20;

/** Starts the site without waiting. */
export async function launchSite(options: SiteOptions): Promise<Site> {
  const { dataDir, root = ROOT, env = {}, uid, npm = false, onEnd = onTestFinished } = options;
  const port = options.port ?? (await findFreePort());
  const { PATH, HOME } = process.env;
  const program = npm ? 'npm' : join(root, 'node_modules/.bin/node');
  const child = spawn(program, npm ? ['start'] : ['src/cli/start.ts'], {
    cwd: root,
    env: { PATH, HOME, HOST: '127.0.0.1', PORT: String(port), DATA_DIR: dataDir, LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: npm,
    ...(uid === undefined ? {} : { uid, gid: uid }),
  }) as ChildProcess & { pid: number };

  const run = observe(child);
  onEnd(async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill(npm ? 'SIGTERM' : 'SIGKILL');
    await run.ended;
  });
  const url = `http://127.0.0.1:${port}`;
  return { ...run, process: child, url, port, dataDir };
}

/** Collects what a process prints. */
export function observe(child: ChildProcess): Run {
  let [stdout, stderr] = ['', ''];
  child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = new Promise<number | string>((done) => {
    child.once('close', (code, signal) => done(code ?? signal ?? 'unknown'));
  });
  return { process: child, stdout: () => stdout, stderr: () => stderr, ended };
}

/** Asks a process to stop, and waits for its orderly end. */
export async function stopSite({ process, ended }: Run): Promise<void> {
  process.kill('SIGTERM');
  expect(await ended).toBe(0);
}

/** Starts the site and waits for its first page. */
export async function startSite(options: SiteOptions, limitMs = PATIENCE_MS): Promise<Site> {
  const site = await launchSite(options);
  await untilReady(site, limitMs);
  return site;
}

/** Starts a site on a seeded data folder of its own. */
export async function startSeededSite(options: Omit<SiteOptions, 'dataDir'> = {}): Promise<Site> {
  return startSite({ ...options, dataDir: await makeSeededDataDir() });
}

/** One site for all tests of a file, which must leave it as they found it. */
export function useSite(env: Record<string, string> = {}): { readonly site: Site } {
  const shared: { site?: Site } = {};
  const ends: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'final-two-'));
    ends.push(() => removeDataDir(dataDir));
    await copySeededData(inject('seededData'), dataDir);
    shared.site = await startSite({ dataDir, env, onEnd: (end) => ends.unshift(end) });
  });
  afterAll(async () => {
    for (const end of ends) await end();
  });
  return shared as { readonly site: Site };
}

async function untilReady(site: Site, limitMs: number): Promise<void> {
  const ended = site.ended.then((code) => `ended with ${code}`);
  const isServed = async () => (await statusOf(`${site.url}/`)) === 200;
  const ready = until(isServed, 'the first page', limitMs).then(() => 'ready');
  const outcome = await Promise.race([ended, ready]);
  if (outcome !== 'ready') throw new Error(`The site ${outcome}:\n${site.stdout()}\n${site.stderr()}`);
}

/** The status of a GET, or 0 when nobody answers. */
export async function statusOf(url: string): Promise<number> {
  try {
    const response = await fetch(url, { redirect: 'manual' });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return 0;
  }
}

export async function until(
  holds: () => boolean | Promise<boolean>,
  what: string,
  limitMs = PATIENCE_MS,
): Promise<void> {
  const limit = Date.now() + limitMs;
  while (!(await holds())) {
    if (Date.now() > limit) throw new Error(`${what} did not come within ${limitMs} ms`);
    await sleep(POLL_MS);
  }
}

export function findFreePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once('error', fail);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address ? done(address.port) : fail(new Error('no port')),
      );
    });
  });
}
