// Starts the built app as its user would, in a process of its own.
import { execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { ADDRESS_HEADER } from './address.ts';
import { copySeededData } from '../../setup/seeded-data.ts';

export interface Site {
  url: string;
  dataDir: string;
  /** The lines in which it told of an error. */
  errors(): string[];
  stop(): Promise<void>;
  /** Ends the process and starts it again, on the same port and data. */
  restart(): Promise<void>;
}

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const SIMULATE = 'src/cli/simulate.ts';
/** Also enough for building first. */
const READY_MS = 120_000;
const POLL_MS = 100;
/** pino's number for an error. */
const ERROR = /"level":[56]0/;

/** Environment variables. */
export type Settings = Record<string, string>;

/** A site on a seeded data folder of its own, which goes with it when it stops. */
export async function startSite(port?: number, settings: Settings = {}): Promise<Site> {
  const dataDir = await mkdtemp(join(tmpdir(), 'final-two-e2e-'));
  await copySeededData(process.env['E2E_SEEDED_DATA'] ?? '', dataDir);
  return serve(dataDir, port ?? (await findFreePort()), (chosen, output) =>
    launch(['src/cli/start.ts'], chosen, dataDir, output, settings),
  );
}

/** The replay with so many simulated forecasters, built first; otherwise like any site. */
export async function startReplay(forecasters: number): Promise<Site> {
  const real = await buildReplay(forecasters);
  return serve(`${real}-simulation`, await findFreePort(), (port, output) =>
    launch([SIMULATE, '--serve'], port, real, output),
  );
}

export interface Rehearsal extends Site {
  /** Of its admin, `sim-admin`. */
  password: string;
}

/** A rehearsal on the replay with so many simulated forecasters; when it stops the replay goes with it. */
export async function startRehearsal(forecasters: number): Promise<Rehearsal> {
  const real = await buildReplay(forecasters);
  const output: string[] = [];
  const start: Start = (port) => launch([SIMULATE, '--serve', '--rehearse'], port, real, output);
  const site = await serve(`${real}-simulation`, await findFreePort(), start, output);
  const [, password = ''] = /with the password (\S+)/.exec(output.join('')) ?? [];
  return { ...site, password };
}

/** @returns the data folder that is named; never made, because a simulation has a folder of its own beside it */
async function buildReplay(forecasters: number): Promise<string> {
  const real = join(tmpdir(), `final-two-replay-${randomUUID()}`);
  await promisify(execFile)(process.execPath, [SIMULATE, '--forecasters', String(forecasters)], {
    cwd: ROOT,
    env: { ...process.env, DATA_DIR: real },
  });
  return real;
}

async function serve(dataDir: string, port: number, start: Start, output: string[] = []): Promise<Site> {
  const url = `http://localhost:${port}`;
  let app = start(port, output);
  await untilReady(url, app, output);
  return {
    url,
    dataDir,
    errors: () =>
      output
        .join('')
        .split('\n')
        .filter((line) => ERROR.test(line)),
    async stop() {
      await app.end();
      await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
    },
    async restart() {
      await app.end();
      app = start(port, output);
      await untilReady(url, app, output);
    },
  };
}

interface App {
  hasEnded(): boolean;
  end(): Promise<void>;
}

type Start = (port: number, output: string[]) => App;

function launch(
  command: string[],
  port: number,
  dataDir: string,
  output: string[],
  settings: Settings = {},
): App {
  const child = spawn(process.execPath, command, {
    cwd: ROOT,
    env: {
      ...process.env,
      PORT: String(port),
      DATA_DIR: dataDir,
      LOG_LEVEL: 'warn',
      ADDRESS_HEADER,
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => output.push(chunk.toString()));
  }
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  return {
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    async end() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function untilReady(url: string, app: App, output: string[]): Promise<void> {
  const deadline = Date.now() + READY_MS;
  while (!(await isReady(url))) {
    if (app.hasEnded() || Date.now() > deadline) {
      await app.end();
      throw new Error(`The app did not start:\n${output.join('')}`);
    }
    await sleep(POLL_MS);
  }
}

function isReady(url: string): Promise<boolean> {
  return fetch(`${url}/healthz`).then(
    (response) => response.ok,
    () => false,
  );
}

export function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
