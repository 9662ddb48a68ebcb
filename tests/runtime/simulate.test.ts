// The replay with simulated forecasters: built in a folder of its own, the same for the same seed, and marked wherever
// it shows.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { connect } from '../../src/lib/server/db/connect.ts';
import { openEmbedded } from '../../src/lib/server/db/embedded/server.ts';
import { createLog } from '../../src/lib/server/log.ts';
import { findDatabase, makeDataDir, removeDataDir } from './data-dir.ts';
import { findFreePort, NODE, ROOT, startSite, statusOf, until } from './site.ts';

const FORECASTERS = '40';
const MARK = '시뮬레이션이에요. 예측가와 예측은 모두 가상이에요.';
const PAGES = [
  '/',
  '/questions',
  '/questions/final-2b',
  '/results/advance-1',
  '/leaderboard',
  '/forecasters/sim-0001',
];
const API = [
  '/api/v1/questions',
  '/api/v1/questions/advance-1',
  '/api/v1/questions/final-3/crowd',
  '/api/v1/questions/final-3/history',
  '/api/v1/leaderboard',
];
/** With the status of their problem document. */
const PROBLEMS: [address: string, status: number][] = [
  ['/api/v1/questions/nothing', 404],
  ['/api/v1/questions/%00', 404],
  ['/api/v1/leaderboard?page=0', 400],
];
/** Boards, and the odds that a crowd had. */
const BOARDS = ['board_entry', 'score', 'crowd_point'];
/** Made anew by every migration. */
const OF_THE_MACHINE = ['kysely_migration', 'server_secret'];

interface Run {
  process: ChildProcess;
  stdout(): string;
  stderr(): string;
  /** The exit code, or the name of the signal that ended it. */
  ended: Promise<number | string>;
}

let parent: string;
/** The real data folder; the simulation that all tests read is beside it. */
let dataDir: string;
let built: string;

beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'final-two-simulations-'));
  dataDir = join(parent, 'data');
  built = simulationOf(dataDir);
  await mkdir(dataDir);
  await writeFile(join(dataDir, 'mine'), 'real');
  await build(dataDir, '7');
});

afterAll(async () => {
  for (const name of await readdir(parent)) await removeDataDir(join(parent, name));
  await rm(parent, { recursive: true, force: true });
});

function simulationOf(folder: string): string {
  return `${folder}-simulation`;
}

function simulate(folder: string, words: string[], env: Record<string, string> = {}): Run {
  const { PATH, HOME } = process.env;
  const child = spawn(NODE, ['src/cli/simulate.ts', ...words], {
    cwd: ROOT,
    env: { PATH, HOME, HOST: '127.0.0.1', LOG_LEVEL: 'warn', DATA_DIR: folder, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = new Promise<number | string>((done) => {
    child.once('close', (code, signal) => done(code ?? signal ?? 'unknown'));
  });
  return { process: child, stdout: () => stdout, stderr: () => stderr, ended };
}

const recipe = (seed: string) => ['--forecasters', FORECASTERS, '--seed', seed];

async function build(folder: string, seed: string): Promise<string> {
  const run = simulate(folder, recipe(seed));
  expect([await run.ended, run.stderr()]).toEqual([0, '']);
  return run.stdout();
}

/** Every row of every table, by table, without request ids and the numbers of transactions. */
async function read(simulation: string): Promise<Record<string, string[]>> {
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
        select (to_jsonb(t) - array['request_id', 'change'])::text as text from ${sql.table(name)} t order by 1
      `.execute(db);
      read[name] = rows.map(({ text }) => text);
    }
    return read;
  } finally {
    await close();
    await server.stop();
  }
}

function expectRefusal(run: Run, line: RegExp): Promise<void> {
  return run.ended.then((code) => {
    expect([code, run.stdout()]).toEqual([1, '']);
    expect(run.stderr()).toMatch(line);
    expect(run.stderr().trimEnd().split('\n')).toHaveLength(1);
  });
}

describe('building a simulation', () => {
  test('shows how far it is, says how to look at it, and leaves no database running', async () => {
    const output = await build(join(parent, 'small'), '1');
    expect(output).toMatch(/^Replaying \d+ simulated forecasts \[\.+\] 0%/);
    expect(output).toMatch(/100%\nDone, in .+-simulation\. To look at it: npm run simulate -- --serve\n$/);
    expect(await findDatabase(simulationOf(join(parent, 'small')))).toBeNull();
  });

  test('leaves the real data folder as it was', async () => {
    expect(await readdir(dataDir)).toEqual(['mine']);
    expect(await readdir(built)).toEqual(['postgres', 'simulation.json']);
  });

  test('is not done again for what is there', async () => {
    const output = await build(dataDir, '7');
    expect(output).toBe(`This simulation is built already, in ${built}: npm run simulate -- --serve\n`);
  });

  test('half-way interrupted can be repeated, digit for digit; another seed gives other boards', async () => {
    const again = join(parent, 'again');
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
      await read(built),
      await read(simulationOf(again)),
      await read(simulationOf(join(parent, 'small'))),
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
    ['many', '1'],
    ['100001', '1'],
    ['2.5', '1'],
    ['10', '-1'],
    ['10', 'x'],
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
    [['serve'], /^Unexpected argument 'serve'\..* Usage: /],
    [['--serve', '--seed', '7'], /^--serve takes what is built\. Usage: /],
  ])('words that it does not know: %j', async (words, line) => {
    const folder = join(await makeDataDir(), 'data');
    await expectRefusal(simulate(folder, words), line);
    expect(await statusOfFolder(simulationOf(folder))).toBe('nothing');
  });

  test('a database that is somebody else’s', async () => {
    const folder = join(await makeDataDir(), 'data');
    const env = { DATABASE_URL: 'postgres://app:s3cret@127.0.0.1:1/final_two' };
    await expectRefusal(simulate(folder, recipe('7'), env), /^A simulation has a database of its own/);
    expect(await statusOfFolder(simulationOf(folder))).toBe('nothing');
  });

  // It goes on to serve that database instead, unmarked.
  test('a database that is somebody else’s when it is served', async () => {
    const env = {
      DATABASE_URL: 'postgres://app:s3cret@127.0.0.1:1/final_two',
      PORT: String(await findFreePort()),
    };
    await expectRefusal(simulate(dataDir, ['--serve'], env), /^A simulation has a database of its own/);
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

/** Serves the simulation that is built; stopped after the test. */
async function serve(): Promise<string> {
  const port = await findFreePort();
  const run = simulate(dataDir, ['--serve'], { PORT: String(port) });
  onTestFinished(async () => {
    run.process.kill('SIGTERM');
    expect(await run.ended).toBe(0);
    expect(run.stderr()).toBe('');
  });
  const url = `http://127.0.0.1:${port}`;
  await until(async () => (await statusOf(`${url}/`)) === 200, 'the first page');
  expect(run.stdout()).toContain('Final Two, a simulation, is ready at http://127.0.0.1:');
  return url;
}

describe('a simulation that is served', () => {
  test('says on every page and in every answer what it is, and tells the results as they really came', async () => {
    const url = await serve();
    await expectMarked(url);
    await expectResults(url);
    await expectNobodySignsIn(url);
  });

  // The hook answers these itself, before it marks answers.
  test('says so in what it refuses before any route is asked, too', async () => {
    const url = await serve();
    const refused = [
      await fetch(`${url}/api/v1/nothing`),
      await fetch(`${url}/api/v1/questions`, { method: 'DELETE', headers: { origin: url } }),
    ];
    expect(refused.map(({ status }) => status)).toEqual([404, 401]);
    for (const response of refused) {
      expect(response.headers.get('x-simulation'), response.url).toBe('true');
      expect(await response.json()).toMatchObject({ simulation: true });
    }
  });
});

async function expectMarked(url: string): Promise<void> {
  for (const path of [...PAGES, '/no-such-page', '/sign-in']) {
    const response = await fetch(url + path, { headers: { accept: 'text/html' } });
    expect(response.status, path).toBe(path === '/no-such-page' ? 404 : 200);
    expect(response.headers.get('x-simulation'), path).toBe('true');
    expect(await response.text(), path).toContain(MARK);
    const english = await fetch(`${url}/en${path === '/' ? '' : path}`, { headers: { accept: 'text/html' } });
    expect(await english.text(), path).toContain('This is a simulation.');
  }
  const addresses = [...API.map((path): [string, number] => [path, 200]), ...PROBLEMS];
  for (const [path, status] of addresses) {
    const response = await fetch(url + path);
    expect(response.status, path).toBe(status);
    expect(response.headers.get('x-simulation'), path).toBe('true');
    expect(response.headers.get('content-type'), path).toContain(status === 200 ? '/json' : 'problem+json');
    expect(await response.json(), path).toMatchObject({ simulation: true });
  }
}

async function expectResults(url: string): Promise<void> {
  const { questions } = await json(`${url}/api/v1/questions`);
  const phases = new Map(questions.map(({ slug, phase }: Record<string, string>) => [slug, phase]));
  const phaseOf = (...slugs: string[]) => slugs.map((slug) => phases.get(slug));
  expect(phaseOf('advance-1', 'advance-2')).toEqual(['resolved', 'resolved']);
  expect(phaseOf('final-1', 'final-2a', 'final-2b')).toEqual(['closed', 'closed', 'closed']);
  expect(phaseOf('final-3', 'count-3')).toEqual(['open', 'open']);

  const first = await json(`${url}/api/v1/questions/advance-1`);
  expect(first.seats).toBe(4);
  expect(first.resolution).toMatchObject({ version: 1, provisional: false });
  expect(first.resolution.outcome).toEqual({
    lg: 'yes',
    skt: 'yes',
    upstage: 'yes',
    'naver-cloud': 'no',
    'nc-ai': 'no',
  });
  const second = await fetch(`${url}/results/advance-2`).then((response) => response.text());
  expect(second).toContain('발표 시각을 알 수 없어 11시로 가정했어요.');
  expect(second).toContain('2026년 8월 18일(화) 11:00 (KST)');
  const asked = await fetch(`${url}/questions/advance-2`).then((response) => response.text());
  expect(asked).toContain('이 시뮬레이션은 2026년 8월 18일 11시로 가정해요.');
  const assumed = await fetch(`${url}/leaderboard?assume=final-3:skt,upstage`).then((page) => page.text());
  expect(assumed).toContain('참가 기업이 바뀌기 전의 같은 질문 3개도 이 결과로 함께 정해져요.');
  const { ranked, rows } = await json(`${url}/api/v1/leaderboard`);
  expect(ranked).toBeGreaterThan(10);
  expect(rows.filter(({ handle }: { handle: string }) => !/^sim-\d{4}$/.test(handle))).toEqual([]);
}

/** Nobody is behind the simulated forecasters, and nobody can become one. */
async function expectNobodySignsIn(url: string): Promise<void> {
  const post = (path: string, fields: Record<string, string>) =>
    fetch(url + path, {
      method: 'POST',
      headers: { origin: url, accept: 'text/html' },
      body: new URLSearchParams(fields),
      redirect: 'manual',
    });
  for (const email of ['sim-0001', 'sim-0001@example.com', '']) {
    for (const password of ['', 'none', 'sim-0001']) {
      const response = await post('/sign-in', { email, password, next: '/' });
      expect(response.status, `${email} ${password}`).toBe(400);
      expect(response.headers.getSetCookie().filter((cookie) => cookie.startsWith('session='))).toEqual([]);
    }
  }
  const person = { email: 'a@example.com', password: 'a password long enough', age14: 'on', terms: 'on' };
  expect((await post('/join', { ...person, handle: 'sim-0001' })).status).toBe(400);
  expect((await post('/join', { ...person, handle: 'SIM-9999' })).status).toBe(400);
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- as it comes
async function json(address: string): Promise<any> {
  return (await fetch(address)).json();
}

test('a site that is no simulation says so nowhere, also beside one', async () => {
  const { url } = await startSite({ dataDir });
  for (const path of [...PAGES.slice(0, 2), '/questions/final-3', '/leaderboard', '/results/final-3']) {
    const response = await fetch(url + path);
    expect([response.status, response.headers.get('x-simulation')], path).toEqual([200, null]);
    expect(await response.text(), path).not.toContain(MARK);
  }
  for (const path of ['/api/v1/questions', '/api/v1/leaderboard', '/api/v1/questions/nothing']) {
    const response = await fetch(url + path);
    expect(response.headers.get('x-simulation'), path).toBeNull();
    expect(await response.json(), path).not.toHaveProperty('simulation');
  }
  expect(await statusOf(`${url}/forecasters/sim-0001`)).toBe(404);
  expect(await statusOf(`${url}/questions/final-2b`)).toBe(404);
});
