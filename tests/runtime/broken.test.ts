// What a reader sees when something of ours breaks: a page that says so with a number, and nothing of what it was.
import { expect, test } from 'vitest';
import { makeDataDir } from './data-dir.ts';
import { query } from './records.ts';
import { type Site, startSite, until } from './site.ts';

const LIMIT = { timeout: 60_000 };
/** As a log line or a message of the database would tell it. */
const SECRETS = /relation|does not exist|select |at .*\.(?:js|ts):\d/i;
const ID = /<code[^>]*>([0-9a-f-]{36})<\/code>/;

function open(site: Site, path: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(site.url + path, { headers: { accept: 'text/html', ...headers } });
}

test('a page that breaks is a page of its own with a number, which the log has, too', LIMIT, async () => {
  const site = await startSite({ dataDir: await makeDataDir() });
  await query(site.dataDir, 'ALTER TABLE event RENAME TO event_gone');

  const broken = await open(site, '/rounds');
  expect(broken.status).toBe(500);
  expect(broken.headers.get('cache-control')).toBe('private, no-cache');
  const html = await broken.text();
  expect(html).toContain('서버에 문제가 생겼어요');
  expect(html).toContain('<meta name="robots" content="noindex"');
  expect(html).not.toMatch(SECRETS);
  const id = ID.exec(html)?.[1] ?? 'none';
  await until(() => site.stdout().includes(id), 'the number in the log');

  const english = await (await open(site, '/en/rounds')).text();
  expect(english).toContain('<html lang="en"');
  expect(ID.exec(english)?.[1]).not.toBe(id);
  // What does not need what broke goes on.
  expect((await open(site, '/about')).status).toBe(200);

  await query(site.dataDir, 'ALTER TABLE event_gone RENAME TO event');
  expect((await open(site, '/rounds')).status).toBe(200);
});

test('where not even a page can be drawn, a sentence says so in both languages', LIMIT, async () => {
  const site = await startSite({ dataDir: await makeDataDir() });
  await query(site.dataDir, 'ALTER TABLE session RENAME TO session_gone');
  const broken = await open(site, '/', { cookie: `session=${'a'.repeat(40)}` });
  expect(broken.status).toBe(500);
  const html = await broken.text();
  expect(html).toContain('문제가 생겼어요. 잠시 뒤에 다시 해 주세요.');
  expect(html).toContain('Something went wrong.');
  expect(html).not.toMatch(SECRETS);
});
