// Simulations for tests: built and served by the command, each in folders of its own.
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { removeDataDir } from './data-dir.ts';
import { NODE, observe, ROOT, type Run } from './site.ts';

const FORECASTERS = '40';

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
