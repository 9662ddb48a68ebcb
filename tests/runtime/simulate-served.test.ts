// A served simulation is marked in every response, and a real site in none.
import { describe, expect, onTestFinished, test } from 'vitest';
import { simulate, useSimulation } from './simulation.ts';
import { freePort, statusOf, until } from '../setup/site.ts';
import { startSite, stopSite } from './site.ts';

const folders = useSimulation();
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

/** Serves the simulation that is built; stopped after the test. */
async function serve(): Promise<string> {
  const port = await freePort();
  const run = simulate(folders.dataDir, ['--serve'], { PORT: String(port) });
  onTestFinished(async () => {
    await stopSite(run);
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
  expect(second.replace(/<.*?>/gs, '')).toContain('2026년 8월 18일(화) 11:00 (KST)');
  const asked = await fetch(`${url}/questions/advance-2`).then((response) => response.text());
  expect(asked).toContain('이 시뮬레이션은 2026년 8월 18일 11시로 가정해요.');
  const assumed = await fetch(`${url}/leaderboard?assume=final-3:skt,upstage`).then((page) => page.text());
  expect(assumed).toContain('예전 참가 기업으로 물었던 질문 3개 점수도 함께 정해져요.');
  const { ranked, rows } = await json(`${url}/api/v1/leaderboard`);
  expect(ranked).toBeGreaterThan(10);
  expect(rows.filter(({ handle }: { handle: string }) => !/^sim-\d{4}$/.test(handle))).toEqual([]);
}

/** Nobody can sign in to a simulated account or join under its handle. */
async function expectNobodySignsIn(url: string): Promise<void> {
  const post = (path: string, fields: Record<string, string>) =>
    fetch(url + path, {
      method: 'POST',
      headers: { origin: url, accept: 'text/html' },
      body: new URLSearchParams(fields),
      redirect: 'manual',
    });
  for (const login of ['sim-0001', 'sim-0001@example.com', '']) {
    for (const password of ['', 'none', 'sim-0001']) {
      const response = await post('/sign-in', { login, password, next: '/' });
      expect(response.status, `${login} ${password}`).toBe(400);
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
  const { url } = await startSite({ dataDir: folders.dataDir });
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
