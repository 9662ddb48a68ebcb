// A rehearsal: an announcement is published on a copy of the replay, which is gone afterwards.
import { mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { expectRefusal, readRows, simulate, useSimulation } from './simulation.ts';
import { freePort, type Run, statusOf, until } from '../setup/site.ts';
import { stopSite } from './site.ts';

const folders = useSimulation();
const MARK = '발표 리허설이에요. 예측은 모두 가상이고, 끝내면 여기서 한 일은 모두 사라져요.';
const ENGLISH_MARK = 'This is a rehearsal.';
/** Of the real site, as somebody may have them in the shell. */
const REAL_SETTINGS = {
  HOST: '',
  ORIGIN: 'https://final-two.example',
  ADDRESS_HEADER: 'x-forwarded-for',
  SMTP_URL: 'smtp://127.0.0.1:1',
  MAIL_FROM: 'no-reply@final-two.example',
  REQUIRE_VERIFIED: 'on',
  KAKAO_CLIENT_ID: 'real',
  KAKAO_CLIENT_SECRET: 'real-secret',
};
const RESULT = { 'outcome.lg': 'no', 'outcome.skt': 'yes', 'outcome.upstage': 'yes' };

interface Rehearsal extends Run {
  url: string;
  password: string;
}

/** Starts a rehearsal; ended after the test. */
async function rehearse(env: Record<string, string> = {}): Promise<Rehearsal> {
  const port = await freePort();
  const run = simulate(folders.dataDir, ['--serve', '--rehearse'], { PORT: String(port), ...env });
  onTestFinished(async () => {
    run.process.kill('SIGTERM');
    await run.ended;
  });
  const url = `http://127.0.0.1:${port}`;
  await until(async () => (await statusOf(`${url}/`)) === 200, 'the first page');
  const [, password = ''] = /Sign in as sim-admin with the password (\S+)\n/.exec(run.stdout()) ?? [];
  expect(run.stdout()).toContain(`Final Two, a rehearsal, is ready at ${url}\n`);
  return { ...run, url, password };
}

function post(url: string, path: string, fields: Record<string, string>, cookie = ''): Promise<Response> {
  const headers = { origin: url, accept: 'text/html', ...(cookie ? { cookie } : {}) };
  return fetch(url + path, {
    method: 'POST',
    headers,
    body: new URLSearchParams(fields),
    redirect: 'manual',
  });
}

function signIn({ url, password }: Rehearsal, cookie = ''): Promise<Response> {
  return post(url, '/sign-in', { login: 'sim-admin', password, next: '/admin' }, cookie);
}

function cookiesOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

const folderOf = () => `${folders.dataDir}-rehearsal`;

async function namesOfFolders(): Promise<string[]> {
  return (await readdir(folders.parent)).sort();
}

describe('a rehearsal', () => {
  test('lets an admin publish on a copy, which is thrown away, while the replay stays as it was', async () => {
    const before = await readRows(folders.built);
    const run = await rehearse(REAL_SETTINGS);
    const { url } = run;
    await expectMarked(url);

    const cookie = cookiesOf(await signIn(run));
    const at = new Date(Date.now() - 1_000).toISOString();
    const about = { knownAt: at, evidenceUrl: 'https://example.com/', evidenceAt: at, note: '연습' };
    const fields = { ...RESULT, ...about, expectedVersion: '0' };
    const published = await post(url, '/admin/questions/final-3/resolve?/publish', fields, cookie);
    expect(published.status).toBe(303);
    await until(async () => {
      const response = await fetch(`${url}/api/v1/questions/final-3`);
      return ((await response.json()) as { phase: string }).phase === 'provisional';
    }, 'the result');
    const leaderboard = await fetch(`${url}/api/v1/leaderboard?question=final-3`);
    expect(((await leaderboard.json()) as { ranked: number }).ranked).toBeGreaterThan(10);
    expect(await namesOfFolders()).toEqual(['data', 'data-rehearsal', 'data-simulation']);

    await stopSite(run);
    expect(run.stderr()).toBe('');
    expect(await namesOfFolders()).toEqual(['data', 'data-simulation']);
    expect(await readRows(folders.built)).toEqual(before);
  });

  test('opens to the password that it prints alone, and leaves cookies of the real site alone', async () => {
    const run = await rehearse();
    for (const wrong of ['', 'sim-admin', run.password.toUpperCase()]) {
      const response = await signIn({ ...run, password: wrong });
      expect([response.status, cookiesOf(response)], wrong).toEqual([400, '']);
    }
    const signedIn = await signIn(run, 'session=of-the-real-site; device=real; flash=placed');
    expect(signedIn.status).toBe(303);
    const names = signedIn.headers.getSetCookie().map((cookie) => cookie.split('=')[0]);
    expect(names).toContain('rehearsal-session');
    expect(names.filter((name) => !name?.startsWith('rehearsal-'))).toEqual([]);
    const admin = await fetch(`${run.url}/admin`, { headers: { cookie: cookiesOf(signedIn) } });
    expect([admin.status, (await admin.text()).includes(MARK)]).toEqual([200, true]);
  });

  test('that is killed leaves a copy that the next one throws away', async () => {
    const first = await rehearse();
    await writeFile(join(folderOf(), 'of-the-first'), '');
    first.process.kill('SIGKILL');
    expect(await first.ended).toBe('SIGKILL');
    expect(await namesOfFolders()).toContain('data-rehearsal');

    const second = await rehearse();
    expect(second.password).not.toBe(first.password);
    expect((await signIn({ ...second, password: first.password })).status).toBe(400);
    expect((await readdir(folderOf())).sort()).toEqual(['postgres', 'rehearsal.json']);
    await stopSite(second);
    expect(await namesOfFolders()).toEqual(['data', 'data-simulation']);
  });
});

describe('a rehearsal is refused in one line', () => {
  test('while another one runs, which goes on', async () => {
    const first = await rehearse();
    const again = simulate(folders.dataDir, ['--serve', '--rehearse'], {
      PORT: String(await freePort()),
    });
    await expectRefusal(again, /^Final Two already runs on the data folder .+-rehearsal \(.*port \d+\)\.\n$/);
    expect(await statusOf(`${first.url}/questions/final-3`)).toBe(200);
  });

  test('while the replay itself is served, and leaves no copy', async () => {
    const port = await freePort();
    const served = simulate(folders.dataDir, ['--serve'], { PORT: String(port) });
    onTestFinished(() => stopSite(served));
    await until(async () => (await statusOf(`http://127.0.0.1:${port}/`)) === 200, 'the first page');
    const run = simulate(folders.dataDir, ['--serve', '--rehearse'], { PORT: String(await freePort()) });
    await expectRefusal(run, /^Final Two already runs on the data folder .+-simulation \(.*port \d+\)\.\n$/);
    expect(await namesOfFolders()).toEqual(['data', 'data-simulation']);
  });

  test('where its folder holds something else', async () => {
    await mkdir(folderOf());
    onTestFinished(() => rm(folderOf(), { recursive: true }));
    await writeFile(join(folderOf(), 'diary.txt'), 'mine');
    const run = simulate(folders.dataDir, ['--serve', '--rehearse'], { PORT: String(await freePort()) });
    await expectRefusal(run, /is there and holds no rehearsal: move it away/);
    expect(await readdir(folderOf())).toEqual(['diary.txt']);
  });

  test.each([[['rehearsal.json', 'diary.txt']], [null]])(
    'where its folder is a link, to a folder with %j',
    async (files) => {
      const elsewhere = join(folders.parent, 'elsewhere');
      if (files) await mkdir(elsewhere);
      for (const name of files ?? []) await writeFile(join(elsewhere, name), '{}');
      await symlink(elsewhere, folderOf());
      onTestFinished(async () => {
        for (const path of [folderOf(), elsewhere]) await rm(path, { recursive: true, force: true });
      });
      const run = simulate(folders.dataDir, ['--serve', '--rehearse'], {
        PORT: String(await freePort()),
      });
      await expectRefusal(run, /is there and holds no rehearsal: move it away/);
      expect(await namesOfFolders()).toContain('data-rehearsal');
      if (files) expect((await readdir(elsewhere)).sort()).toEqual(files.toSorted());
    },
  );
});

async function expectMarked(url: string): Promise<void> {
  for (const path of ['/', '/questions/final-3', '/leaderboard', '/no-such-page', '/sign-in']) {
    const response = await fetch(url + path, { headers: { accept: 'text/html' } });
    expect(response.headers.get('x-simulation'), path).toBe('true');
    expect(await response.text(), path).toContain(MARK);
    const english = await fetch(`${url}/en${path === '/' ? '' : path}`, { headers: { accept: 'text/html' } });
    expect(await english.text(), path).toContain(ENGLISH_MARK);
  }
  const joining = await fetch(`${url}/join`).then((page) => page.text());
  for (const ignored of ['/sign-in/kakao', 'name="email"']) expect(joining).not.toContain(ignored);
}
