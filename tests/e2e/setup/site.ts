// Sites for browser tests: the built site, a replay, and a rehearsal.
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { copySeededData } from '../../setup/seeded-data.ts';
import {
  end,
  type Launch,
  launch,
  NODE,
  ROOT,
  type Run,
  type Settings,
  untilReady,
} from '../../setup/site.ts';
import { ADDRESS_HEADER } from './address.ts';

export type { Settings };

export interface Site {
  url: string;
  dataDir: string;
  /** The lines in which it told of an error. */
  errors(): string[];
  stop(): Promise<void>;
  /** Ends the process and starts it again, on the same port and data. */
  restart(): Promise<void>;
}

const SIMULATE = 'src/cli/simulate.ts';
/** pino's number for an error. */
const ERROR = /"level":[56]0/;

/** A site on a seeded data folder of its own, which is removed when it stops. */
export async function startSite(port?: number, env: Settings = {}): Promise<Site> {
  const dataDir = await mkdtemp(join(tmpdir(), 'final-two-e2e-'));
  await copySeededData(process.env['E2E_SEEDED_DATA'] ?? '', dataDir);
  return (await serve({ dataDir, env, ...(port && { port }) })).site;
}

/** The replay with so many simulated forecasters, built first; otherwise like any site. */
export async function startReplay(forecasters: number): Promise<Site> {
  return (await serveReplay(forecasters)).site;
}

export interface Rehearsal extends Site {
  /** Of its admin, `sim-admin`. */
  password: string;
}

/** A rehearsal on the replay with so many simulated forecasters; when it stops the replay goes with it. */
export async function startRehearsal(forecasters: number): Promise<Rehearsal> {
  const { site, run } = await serveReplay(forecasters, '--rehearse');
  const [, password = ''] = /with the password (\S+)/.exec(run.stdout()) ?? [];
  return { ...site, password };
}

async function serveReplay(forecasters: number, ...options: string[]) {
  // Never made: a simulation has a folder of its own beside it.
  const real = join(tmpdir(), `final-two-replay-${randomUUID()}`);
  await promisify(execFile)(NODE, [SIMULATE, '--forecasters', String(forecasters)], {
    cwd: ROOT,
    env: { ...process.env, DATA_DIR: real },
  });
  return serve({ dataDir: real, args: [SIMULATE, '--serve', ...options] }, `${real}-simulation`);
}

/** @param dataDir where the site keeps its data; removed when it stops */
async function serve(options: Launch, dataDir = options.dataDir): Promise<{ site: Site; run: Run }> {
  const start = async (port?: number) => {
    const started = await launch({
      ...options,
      ...(port && { port }),
      hostname: 'localhost',
      env: { ADDRESS_HEADER, ...options.env },
    });
    await untilReady(started);
    return started;
  };
  let output = '';
  let run = await start(options.port);
  const { url, port } = run;
  const first = run;
  const stop = async () => {
    await end(run);
    output += run.stdout() + run.stderr();
  };
  const site = {
    url,
    dataDir,
    errors: () => `${output}${run.stdout()}${run.stderr()}`.split('\n').filter((line) => ERROR.test(line)),
    async stop() {
      await stop();
      await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
    },
    async restart() {
      await stop();
      run = await start(port);
    },
  };
  return { site, run: first };
}
