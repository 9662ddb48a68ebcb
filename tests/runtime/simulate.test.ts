// The replay with simulated forecasters: built in a folder of its own, the same for the same seed, or refused.
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findDatabase, makeDataDir } from './data-dir.ts';
import {
  build,
  expectRefusal,
  readRows,
  recipe,
  simulate,
  simulationOf,
  useSimulation,
} from './simulation.ts';
import { freePort, until } from '../setup/site.ts';

const folders = useSimulation();
/** Boards, the odds that a crowd had, and what traders did and won. */
const BOARDS = ['board_entry', 'score', 'crowd_point', 'trade', 'market_settlement'];

describe('building a simulation', () => {
  test('shows how far it is, says how to look at it, and leaves no database running', async () => {
    const output = await build(join(folders.parent, 'small'), '1');
    expect(output).toMatch(/^Replaying \d+ simulated forecasts and trades \[\.+\] 0%/);
    expect(output).toMatch(/100%\nDone, in .+-simulation\. To look at it: npm run simulate -- --serve\n$/);
    expect(await findDatabase(simulationOf(join(folders.parent, 'small')))).toBeNull();
  });

  test('leaves the real data folder as it was', async () => {
    expect(await readdir(folders.dataDir)).toEqual(['mine']);
    expect(await readdir(folders.built)).toEqual(['postgres', 'simulation.json']);
  });

  test('is not done again for what is there', async () => {
    const output = await build(folders.dataDir, '7');
    expect(output).toBe(
      `This simulation is built already, in ${folders.built}: npm run simulate -- --serve\n`,
    );
  });

  test('half-way interrupted can be repeated, digit for digit; another seed gives other boards', async () => {
    const again = join(folders.parent, 'again');
    const first = simulate(again, recipe('7'));
    await until(() => first.stdout().includes(' 50%'), 'the middle');
    first.process.kill('SIGINT');
    const said = 'The replay was interrupted, and is of no use: run it again.\n';
    expect([await first.ended, first.stderr()]).toEqual([130, said]);
    expect(first.stdout()).not.toContain('Done');
    expect(await findDatabase(simulationOf(again))).toBeNull();
    await expectRefusal(simulate(again, ['--serve']), /^No simulation is built\. Usage: /);

    await build(again, '7');
    const [one, same, other] = [
      await readRows(folders.built),
      await readRows(simulationOf(again)),
      await readRows(simulationOf(join(folders.parent, 'small'))),
    ];
    const tables = Object.keys(one);
    expect(tables).toEqual(expect.arrayContaining(BOARDS));
    expect(tables.filter((table) => String(same[table]) !== String(one[table]))).toEqual([]);
    for (const table of BOARDS) {
      expect(one[table]?.length, table).toBeGreaterThan(10);
      expect(other[table], table).not.toEqual(one[table]);
    }
  });
});

describe('a simulation refuses, in one clear line and without making anything,', () => {
  test('to be served before it is built', async () => {
    const folder = join(await makeDataDir(), 'data');
    await expectRefusal(simulate(folder, ['--serve']), /^No simulation is built\. Usage: npm run simulate/);
    expect(await statusOfFolder(simulationOf(folder))).toBe('nothing');
  });

  test.each([
    ['0', '1'],
    ['100001', '1'],
    ['2.5', '1'],
    ['10', '-1'],
    ['10', '4294967296'],
  ])('%s forecasters with the seed %s', async (forecasters, seed) => {
    const folder = join(await makeDataDir(), 'data');
    const run = simulate(folder, [`--forecasters=${forecasters}`, `--seed=${seed}`]);
    await expectRefusal(run, /^--(forecasters|seed) takes a whole number from .+ Usage: /);
    expect(await statusOfFolder(simulationOf(folder))).toBe('nothing');
  });

  test.each([
    [['--forcasters', '40'], /^Unknown option '--forcasters'\. Usage: /],
    [['--forecasters'], /^Option '--forecasters <value>' argument missing\. Usage: /],
    [['--rehearse'], /^--rehearse is for --serve\. Usage: /],
    [['serve'], /^Unexpected argument 'serve'\..* Usage: /],
    [['--serve', '--seed', '7'], /^--serve takes what is built\. Usage: /],
  ])('words that it does not know: %j', async (words, line) => {
    const folder = join(await makeDataDir(), 'data');
    await expectRefusal(simulate(folder, words), line);
    expect(await statusOfFolder(simulationOf(folder))).toBe('nothing');
  });

  // Otherwise that database would be served, without the marks of a simulation.
  test('a database of another site, to build or to serve', async () => {
    const env = { DATABASE_URL: 'postgres://app:s3cret@127.0.0.1:1/final_two' };
    const folder = join(await makeDataDir(), 'data');
    const port = String(await freePort());
    for (const run of [
      simulate(folder, recipe('7'), env),
      simulate(folders.dataDir, ['--serve'], { ...env, PORT: port }),
      simulate(folders.dataDir, ['--serve', '--rehearse'], { ...env, PORT: port }),
    ])
      await expectRefusal(run, /^A simulation has a database of its own/);
    expect(await statusOfFolder(simulationOf(folder))).toBe('nothing');
  });

  test('a folder that holds something else', async () => {
    const folder = join(await makeDataDir(), 'data');
    await mkdir(simulationOf(folder));
    await writeFile(join(simulationOf(folder), 'diary.txt'), 'mine');
    await expectRefusal(simulate(folder, recipe('7')), /is there and holds no simulation: move it away/);
    expect(await readdir(simulationOf(folder))).toEqual(['diary.txt']);
  });
});

async function statusOfFolder(folder: string): Promise<'there' | 'nothing'> {
  return readdir(folder).then(
    () => 'there',
    () => 'nothing',
  );
}
