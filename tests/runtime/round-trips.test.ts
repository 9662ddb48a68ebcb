// How many queries a page sends to the database: counted between the built site and its server.
import { createHash, randomBytes } from 'node:crypto';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { openEmbedded } from '../../src/lib/server/db/embedded/server.ts';
import { createLog } from '../../src/lib/server/log.ts';
import { makeDataDir } from './data-dir.ts';
import { countQueries } from './query-counter.ts';
import { startSite, until } from './site.ts';

const HANDLE = 'round-trip';

/** Most queries of a page: of a signed-in reader, and of a visitor where they may read it. */
const PAGES: Record<string, { member: number; visitor?: number }> = {
  '/': { member: 5, visitor: 3 },
  '/questions': { member: 2, visitor: 1 },
  '/questions/final-3': { member: 5, visitor: 3 },
  '/rounds': { member: 3, visitor: 1 },
  '/companies/skt': { member: 4, visitor: 3 },
  '/author': { member: 3, visitor: 2 },
  '/about': { member: 3, visitor: 1 },
  '/about/scoring': { member: 2, visitor: 1 },
  '/privacy': { member: 2, visitor: 0 },
  '/leaderboard': { member: 4, visitor: 3 },
  '/results/final-3': { member: 4, visitor: 3 },
  '/me': { member: 5 },
  '/me/log/final-3': { member: 3 },
  '/me/notices': { member: 3 },
};

/** A site whose queries are counted, and a member with a forecast. */
async function setUp() {
  const server = await openEmbedded({ dataDir: await makeDataDir(), log: createLog('silent') });
  onTestFinished(() => server.stop());
  const { url, queries } = await countQueries(server.appUrl);
  const env = { DATABASE_URL: url, DATABASE_OWNER_URL: server.ownerUrl, AUTHOR_NAME: 'Author' };
  const site = await startSite({ dataDir: await makeDataDir(), env });
  const cookie = `session=${await signUp(server.ownerUrl)}`;
  await place(site.url, cookie);
  await backdate(server.ownerUrl);
  const open = async (path: string, isMember: boolean) => {
    const headers = isMember ? { cookie } : undefined;
    const response = await fetch(site.url + path, { redirect: 'manual', ...(headers && { headers }) });
    await response.text();
    expect(response.status, path).toBe(200);
  };
  return { queries, open, background: await findBackground(queries) };
}

/** A new account's session. */
async function signUp(ownerUrl: string): Promise<string> {
  const secret = randomBytes(20).toString('hex');
  await asOwner(
    ownerUrl,
    `WITH person AS (INSERT INTO account (handle) VALUES ($1) RETURNING id)
     INSERT INTO session (secret_hash, account_id, expires_at, ends_at)
     SELECT $2, id, now() + interval '13 days', now() + interval '80 days' FROM person`,
    [HANDLE, createHash('sha256').update(secret).digest('hex')],
  );
  return secret;
}

/** Pages compare the odds with those at one's forecast once it is some minutes old. */
async function backdate(ownerUrl: string): Promise<void> {
  for (const table of ['forecast', 'standing']) {
    await asOwner(ownerUrl, `ALTER TABLE ${table} DISABLE TRIGGER USER`);
    await asOwner(ownerUrl, `UPDATE ${table} SET made_at = made_at - interval '5 minutes'`);
    await asOwner(ownerUrl, `ALTER TABLE ${table} ENABLE TRIGGER USER`);
  }
}

async function asOwner(ownerUrl: string, text: string, values: unknown[] = []): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  await client.query(text, values).finally(() => client.end());
}

async function place(url: string, cookie: string): Promise<void> {
  const response = await fetch(`${url}/questions/final-3?/forecast`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie, origin: url, accept: 'text/html' },
    body: new URLSearchParams([
      ['requestId', crypto.randomUUID()],
      ['p.skt', '80'],
      ['p.upstage', '80'],
      ['p.lg', '40'],
      ['noFlash', 'true'],
    ]),
  });
  expect(response.status).toBe(303);
}

/** Texts that the keeper sends while nobody asks for a page, also when it records the odds of the forecast. */
async function findBackground(queries: readonly string[]): Promise<Set<string>> {
  await until(() => queries.some((text) => text.includes('insert into crowd_point')), 'the recorded odds');
  const from = queries.length;
  await until(() => queries.length > from + 20, 'polls of the keeper');
  return new Set([
    ...queries.filter((text) => text.includes('insert into crowd_point')),
    ...queries.slice(from),
  ]);
}

test('a signed-in reader’s pages send at most five queries, and a visitor’s fewer', async () => {
  const { queries, open, background } = await setUp();
  const sentBy = async (path: string, isMember: boolean) => {
    const from = queries.length;
    await open(path, isMember);
    return queries.slice(from).filter((text) => !background.has(text));
  };
  for (const [path, most] of Object.entries(PAGES)) {
    const member = await sentBy(path, true);
    expect(member.length, `${path} of a member:\n${member.join('\n')}`).toBeLessThanOrEqual(
      Math.min(most.member, 5),
    );
    if (most.visitor === undefined) continue;
    const visitor = await sentBy(path, false);
    expect(visitor.length, `${path} of a visitor:\n${visitor.join('\n')}`).toBeLessThanOrEqual(most.visitor);
  }
});
