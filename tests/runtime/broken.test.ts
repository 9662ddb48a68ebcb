// Server errors: pages show an error id, and no internals.
import { expect, onTestFinished, test } from 'vitest';
import { lockTable, query } from './records.ts';
import { type Site, until } from '../setup/site.ts';
import { useSite } from './site.ts';

const shared = useSite();
/** Connections of a process, as `DATABASE_POOL` has it by default. */
const POOL = 5;
/** Parts of database messages and stack traces. */
const SECRETS = /relation|does not exist|select |at .*\.(?:js|ts):\d/i;
const ID = /<code[^>]*>([0-9a-f-]{36})<\/code>/;

function open(site: Site, path: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(site.url + path, { headers: { accept: 'text/html', ...headers } });
}

test('a page that breaks is a page of its own with a number, which the log has, too', async () => {
  const { site } = shared;
  await query(site.dataDir, 'ALTER TABLE disclosure RENAME TO disclosure_gone');

  const broken = await open(site, '/about');
  expect(broken.status).toBe(500);
  expect(broken.headers.get('cache-control')).toBe('private, no-cache');
  const html = await broken.text();
  expect(html).toContain('서버에 문제가 생겼어요');
  expect(html).toContain('<meta name="robots" content="noindex"');
  expect(html).not.toMatch(SECRETS);
  const id = ID.exec(html)?.[1] ?? 'none';
  await until(() => site.stdout().includes(id), 'the number in the log');

  const english = await (await open(site, '/en/about')).text();
  expect(english).toContain('<html lang="en"');
  expect(ID.exec(english)?.[1]).not.toBe(id);
  // Other pages still work.
  expect((await open(site, '/rounds')).status).toBe(200);

  await query(site.dataDir, 'ALTER TABLE disclosure_gone RENAME TO disclosure');
  expect((await open(site, '/about')).status).toBe(200);
});

test('where not even a page can be drawn, a sentence says so in both languages', async () => {
  const { site } = shared;
  await query(site.dataDir, 'ALTER TABLE session RENAME TO session_gone');
  const broken = await open(site, '/', { cookie: `session=${'a'.repeat(40)}` });
  expect(broken.status).toBe(500);
  const html = await broken.text();
  expect(html).toContain('문제가 생겼어요. 잠시 뒤에 다시 해 주세요.');
  expect(html).toContain('Something went wrong.');
  expect(html).not.toMatch(SECRETS);
  await query(site.dataDir, 'ALTER TABLE session_gone RENAME TO session');
});

test('while a disk is full a write gets 503, what was typed is kept, and the site is not ready', async () => {
  const { site } = shared;
  await query(
    site.dataDir,
    `CREATE FUNCTION refuse_write() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$;
     CREATE TRIGGER disk_is_full BEFORE INSERT OR UPDATE ON rate_limit EXECUTE FUNCTION refuse_write()`,
  );
  const stateOf = async () => {
    const response = await fetch(`${site.url}/healthz`);
    return [response.status, await response.json()] as const;
  };
  expect(await stateOf()).toMatchObject([200, { ready: true, storage: 'ok' }]);
  const response = await fetch(`${site.url}/sign-in`, {
    method: 'POST',
    headers: { origin: site.url, accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' },
    body: 'login=somebody&password=a+password+long+enough',
  });
  expect([response.status, response.headers.get('retry-after')]).toEqual([503, '60']);
  const html = await response.text();
  expect(html).toContain('지금은 저장할 수 없어요');
  expect(html).toContain('value="somebody');
  expect(html).not.toContain('could not extend');
  await expect.poll(stateOf).toMatchObject([503, { ready: false, storage: 'full' }]);
  await until(() => site.stdout().includes('could not extend file'), 'the cause in the log');
  await query(site.dataDir, 'DROP TRIGGER disk_is_full ON rate_limit; DROP FUNCTION refuse_write()');
});

test('a request that comes while every connection is taken gets 503, and those that wait get their answers', async () => {
  const { site } = shared;
  const unlock = await lockTable(site.dataDir, 'disclosure');
  onTestFinished(unlock);
  // With a cookie each has a page of its own.
  const first = Array.from({ length: POOL }, () => open(site, '/about', { cookie: 'theme=dark' }));
  await until(async () => {
    const [row] = await query(
      site.dataDir,
      `SELECT count(*)::int AS waiting FROM pg_locks WHERE NOT granted`,
    );
    return row?.['waiting'] === POOL;
  }, 'as many waiting requests as connections');

  const signedIn = { cookie: `session=${'a'.repeat(40)}` };
  const late = await Promise.all([open(site, '/en/rounds'), open(site, '/', signedIn)]);
  for (const response of late) {
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('5');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  }
  expect(await late[0]!.text()).toContain('Too many are here at once');
  expect(await late[1]!.text()).toContain('지금은 찾는 사람이 많아요');
  const api = await fetch(`${site.url}/api/v1/questions`);
  expect([api.status, await api.json()]).toMatchObject([503, { code: 'busy' }]);

  await unlock();
  for (const response of await Promise.all(first)) expect(response.status).toBe(200);
});
