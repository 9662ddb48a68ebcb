// Starts the built site, or another of its commands, in a process of its own; and waits for what it does.
import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export const ROOT = resolve(import.meta.dirname, '../..');
export const NODE = join(ROOT, 'node_modules/.bin/node');
/** Longest wait for a condition on a busy machine. */
const PATIENCE_MS = 60_000;
const POLL_MS = 20;

/** Environment variables. */
export type Settings = Record<string, string>;

export interface Run {
  process: ChildProcess & { pid: number };
  stdout(): string;
  stderr(): string;
  /** The exit code, or the name of the signal that ended it. */
  ended: Promise<number | string>;
}

export interface Launch {
  dataDir: string;
  /** A free one where none is given. */
  port?: number;
  /** Of the address; some browser features need `localhost`. */
  hostname?: string;
  env?: Settings;
  /** Instead of `npm start`'s command. */
  args?: string[];
  /** Of the checkout. */
  root?: string;
  options?: SpawnOptions;
  /** Through npm, in a process group of its own, as from a terminal. */
  npm?: boolean;
}

export interface Site extends Run {
  url: string;
  port: number;
  dataDir: string;
}

/** Starts the site without waiting. */
export async function launch({ hostname = '127.0.0.1', ...launched }: Launch): Promise<Site> {
  const { dataDir, port = await freePort() } = launched;
  const { program, args, options } = siteCommand({ ...launched, port });
  return { ...observe(spawn(program, args, options)), url: `http://${hostname}:${port}`, port, dataDir };
}

/** The command that starts the site, with nothing of the tests' own environment. */
export function siteCommand({ dataDir, port, env, root = ROOT, npm = false, ...rest }: Launch) {
  const { PATH, HOME } = process.env;
  const fixed = { PATH, HOME, HOST: '127.0.0.1', PORT: String(port), DATA_DIR: dataDir, LOG_LEVEL: 'warn' };
  const options: SpawnOptions = { cwd: root, env: { ...fixed, ...env }, detached: npm, ...rest.options };
  const { args = ['src/cli/start.ts'] } = rest;
  return npm
    ? { program: 'npm', args: ['start'], options }
    : { program: join(root, 'node_modules/.bin/node'), args, options };
}

/** Collects what a process prints. */
export function observe(child: ChildProcess): Run {
  let [stdout, stderr] = ['', ''];
  child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = new Promise<number | string>((done) => {
    child.once('close', (code, signal) => done(code ?? signal ?? 'unknown'));
  });
  return { process: child as Run['process'], stdout: () => stdout, stderr: () => stderr, ended };
}

/** Sends a signal to a process that still runs, and waits for its end. */
export async function end({ process, ended }: Run, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  if (process.exitCode === null && process.signalCode === null) process.kill(signal);
  await ended;
}

/** Waits until the database answers. @throws with all output where the site ends before */
export async function untilReady(site: Site, limitMs = PATIENCE_MS): Promise<void> {
  const ended = site.ended.then((code) => `ended with ${code}`);
  const isReady = async () => (await statusOf(`${site.url}/healthz`)) === 200;
  const ready = until(isReady, 'the site', limitMs).then(() => 'ready');
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

/** Polls until the condition holds. @returns how many ms that took */
export async function until(
  holds: () => boolean | Promise<boolean>,
  what: string,
  limitMs = PATIENCE_MS,
): Promise<number> {
  const startedAt = performance.now();
  while (!(await holds())) {
    if (performance.now() - startedAt > limitMs) throw new Error(`${what} did not come within ${limitMs} ms`);
    await sleep(POLL_MS);
  }
  return performance.now() - startedAt;
}

/** A port of 127.0.0.1 that nobody listens on now. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}
