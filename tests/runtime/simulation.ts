// Simulations for tests: built and served by the command, each in folders of its own.
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect } from 'vitest';
import { connect } from '../../src/lib/server/platform/db/connect.ts';
import { openEmbedded } from '../../src/lib/server/platform/db/embedded/server.ts';
import { createLog } from '../../src/lib/server/platform/log.ts';
import { removeDataDir } from './data-dir.ts';
import { NODE, observe, ROOT, type Run } from '../setup/site.ts';

const FORECASTERS = '40';
/** Different in every database. */
const OF_THE_MACHINE = ['kysely_migration', 'server_secret'];

/** Folders in which simulations are built; the one that all tests of a file read is there from the start. */
export interface Folders {
  parent: string;
  /** The real data folder; its simulation is beside it. */
  dataDir: string;
  built: string;
}

/** To be called once in a file of tests; filled before they begin. */
export function useSimulation(): Folders {
  const folders: Folders = { parent: '', dataDir: '', built: '' };
  beforeAll(async () => {
    const parent = await mkdtemp(join(tmpdir(), 'final-two-simulations-'));
    const dataDir = join(parent, 'data');
    Object.assign(folders, { parent, dataDir, built: simulationOf(dataDir) });
    await mkdir(dataDir);
    await writeFile(join(dataDir, 'mine'), 'real');
    await build(dataDir, '7');
  });
  afterAll(async () => {
    for (const name of await readdir(folders.parent)) await removeDataDir(join(folders.parent, name));
    await rm(folders.parent, { recursive: true, force: true });
  });
  return folders;
}

export function simulationOf(folder: string): string {
  return `${folder}-simulation`;
}

export function simulate(folder: string, words: string[], env: Record<string, string> = {}): Run {
  const { PATH, HOME } = process.env;
  const child = spawn(NODE, ['src/cli/simulate.ts', ...words], {
    cwd: ROOT,
    env: { PATH, HOME, HOST: '127.0.0.1', LOG_LEVEL: 'warn', DATA_DIR: folder, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return observe(child);
}

export const recipe = (seed: string) => ['--forecasters', FORECASTERS, '--seed', seed];

export async function build(folder: string, seed: string): Promise<string> {
  const run = simulate(folder, recipe(seed));
  expect([await run.ended, run.stderr()]).toEqual([0, '']);
  return run.stdout();
}

export function expectRefusal(run: Run, line: RegExp): Promise<void> {
  return run.ended.then((code) => {
    expect([code, run.stdout()]).toEqual([1, '']);
    expect(run.stderr()).toMatch(line);
    expect(run.stderr().trimEnd().split('\n')).toHaveLength(1);
  });
}

/** Every row of every table, by table, without request ids and the numbers of transactions. */
export async function readRows(simulation: string): Promise<Record<string, string[]>> {
  const server = await openEmbedded({ dataDir: simulation, log: createLog('error') });
  const { db, close } = connect(server.ownerUrl, { max: 1 });
  try {
    const { rows: tables } = await sql<{ name: string }>`
      select relname as name from pg_class
       where relkind = 'r' and relnamespace = 'public'::regnamespace order by relname
    `.execute(db);
    const read: Record<string, string[]> = {};
    for (const { name } of tables.filter(({ name }) => !OF_THE_MACHINE.includes(name))) {
      const { rows } = await sql<{ text: string }>`
        select (to_jsonb(t) - array['request_id', 'change', 'status_xid'])::text as text from ${sql.table(name)} t order by 1
      `.execute(db);
      read[name] = rows.map(({ text }) => text);
    }
    return read;
  } finally {
    await close();
    await server.stop();
  }
}
