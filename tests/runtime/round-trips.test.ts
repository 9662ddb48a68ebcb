// How many queries a page sends to the database: counted between the built site and its server.
import { createHash, randomBytes } from 'node:crypto';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { connect } from '../../src/lib/server/platform/db/connect.ts';
import { openEmbedded } from '../../src/lib/server/platform/db/embedded/server.ts';
import { createLog } from '../../src/lib/server/platform/log.ts';
import { readClock } from '../../src/lib/server/questions/service.ts';
import * as resolutions from '../../src/lib/server/results/resolutions/service.ts';
import { makeDataDir } from './data-dir.ts';
import { countQueries } from './query-counter.ts';
import { until } from '../setup/site.ts';
import { startSite } from './site.ts';

const HANDLE = 'round-trip';

/** Most queries of a page: of a signed-in reader, and of a visitor where they may read it. */
type Limits = Record<string, { member: number; visitor?: number }>;

const PAGES: Limits = {
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
  '/leaderboard?q=round': { member: 4, visitor: 3 },
  '/results/final-3': { member: 3, visitor: 2 },
  [`/forecasters/${HANDLE}`]: { member: 4, visitor: 3 },
  '/me': { member: 5 },
  '/me/log/final-3': { member: 3 },
  '/me/notices': { member: 3 },
};

/** With a result of several versions. */
const PAGES_WITH_RESULT: Limits = {
  '/': { member: 5, visitor: 3 },
  '/leaderboard': { member: 4, visitor: 3 },
  '/leaderboard?q=round': { member: 4, visitor: 3 },
  '/leaderboard?question=final-3&q=round': { member: 5, visitor: 4 },
  '/results/final-3': { member: 4, visitor: 3 },
  [`/forecasters/${HANDLE}`]: { member: 4, visitor: 3 },
  '/me': { member: 5 },
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
  const sentBy = async (path: string, isMember: boolean, background: ReadonlySet<string>) => {
    const from = queries.length;
    await open(path, isMember);
    return queries.slice(from).filter((text) => !background.has(text));
  };
  /** Opens the pages and compares how many queries they send. */
  const expectWithin = async (pages: Limits) => {
    const background = await findBackground(queries);
    for (const [path, most] of Object.entries(pages)) {
      const member = await sentBy(path, true, background);
      expect(member.length, `${path} of a member:\n${member.join('\n')}`).toBeLessThanOrEqual(
        Math.min(most.member, 5),
      );
      if (most.visitor === undefined) continue;
      const visitor = await sentBy(path, false, background);
      expect(visitor.length, `${path} of a visitor:\n${visitor.join('\n')}`).toBeLessThanOrEqual(
        most.visitor,
      );
    }
  };
  return { ownerUrl: server.ownerUrl, open, expectWithin };
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

/** Publishes a result and two corrections of it. */
async function publishThrice(ownerUrl: string): Promise<void> {
  const { db, close } = connect(ownerUrl, { max: 1 });
  const { id } = await db
    .insertInto('account')
    .values({ handle: 'publisher', isAdmin: true })
    .returning('id')
    .executeTakeFirstOrThrow();
  const at = await readClock(db);
  for (const [version, note] of ['', 'once more', 'and again'].entries()) {
    const result = { outcome: [version !== 1, true, version === 1], knownAt: at };
    const evidence = [{ url: 'https://www.msit.go.kr/', publishedAt: at }];
    await resolutions.publish(db, id, 'final-3', { result, evidence, note }, version);
  }
  await close();
}

test('a signed-in reader’s pages send at most five queries, and a visitor’s fewer', async () => {
  const { ownerUrl, open, expectWithin } = await setUp();
  await expectWithin(PAGES);
  await publishThrice(ownerUrl);
  // The first page reads again what the process holds in memory.
  await open('/', true);
  await expectWithin(PAGES_WITH_RESULT);
});
