// Several processes of the site on one database, as behind a load balancer.
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { readStamp } from '../../src/cli/stamp.ts';
import { connect } from '../../src/lib/server/platform/db/connect.ts';
import { type EmbeddedServer, openEmbedded } from '../../src/lib/server/platform/db/embedded/server.ts';
import { createLog } from '../../src/lib/server/platform/log.ts';
import { openReplica } from '../setup/replica.ts';
import { makeDataDir } from './data-dir.ts';
import { freePort, ROOT, type Site, statusOf, until } from '../setup/site.ts';
import { startSite } from './site.ts';

async function openServer() {
  const dataDir = await makeDataDir();
  const server = await openEmbedded({ dataDir, log: createLog('silent') });
  onTestFinished(() => server.stop());
  return { server, dataDir };
}

function startOn({ appUrl, ownerUrl }: EmbeddedServer, env: Record<string, string> = {}): Promise<Site> {
  const urls = { DATABASE_URL: appUrl, DATABASE_OWNER_URL: ownerUrl };
  return makeDataDir().then((dataDir) => startSite({ dataDir, env: { ...urls, ...env } }));
}

/** An account with a session. @returns its cookie */
async function signUp({ ownerUrl }: EmbeddedServer): Promise<string> {
  const secret = randomBytes(20).toString('hex');
  const { db, close } = connect(ownerUrl, { max: 1 });
  await sql`
    with person as (insert into account (handle) values (${secret.slice(0, 12)}) returning id)
    insert into session (secret_hash, account_id, expires_at, ends_at)
    select ${createHash('sha256').update(secret).digest('hex')}, id, now() + interval '1 day', now() + interval '2 days' from person
  `.execute(db);
  await close();
  return `session=${secret}`;
}

async function forecast({ url }: Site, cookie: string, requestId: string = randomUUID()): Promise<string> {
  const answer = await fetch(`${url}/questions/final-3?/forecast`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: url, accept: 'text/html', cookie },
    body: new URLSearchParams({ 'p.skt': '90', 'p.upstage': '80', 'p.lg': '30', requestId }),
  });
  expect(answer.status).toBe(303);
  return requestId;
}

async function ownRequestIds({ url }: Site, cookie: string): Promise<string[]> {
  const answer = await fetch(`${url}/me/export.json`, { headers: { cookie } });
  const { forecasts } = (await answer.json()) as { forecasts: { requestId: string }[] };
  return forecasts.map(({ requestId }) => requestId);
}

async function forecastersOf({ url }: Site): Promise<number> {
  const answer = await fetch(`${url}/api/v1/questions/final-3/crowd`);
  return ((await answer.json()) as { forecasters: number }).forecasters;
}

test('a reader who is sent to another process finds what they have just written, and odds follow', async () => {
  const { server } = await openServer();
  const [one, other] = await Promise.all([startOn(server), startOn(server)]);
  const cookie = await signUp(server);
  const requestId = await forecast(one, cookie);
  expect(await ownRequestIds(other, cookie)).toEqual([requestId]);
  expect(await forecastersOf(one)).toBe(1);
  await until(async () => (await forecastersOf(other)) === 1, 'the same odds');
});

test('two processes trade on one market, and agree on its prices and on each trade', async () => {
  const { server } = await openServer();
  const [one, other] = await Promise.all([startOn(server), startOn(server)]);
  const cookies = await Promise.all(Array.from({ length: 12 }, () => signUp(server)));
  const buy = async ({ url }: Site, cookie: string, requestId: string, event: string) => {
    const answer = await fetch(`${url}/questions/final-3/market?/buy`, {
      method: 'POST',
      redirect: 'manual',
      headers: { origin: url, accept: 'text/html', cookie },
      body: new URLSearchParams({ event, spend: '7.5', price: '1', requestId }),
    });
    expect(answer.status).toBe(303);
    return answer.headers.get('location');
  };
  const asked = cookies.flatMap((cookie) =>
    ['survives:skt', 'drops:lg'].map((event) => ({ cookie, event, requestId: randomUUID() })),
  );
  const places = await Promise.all(
    asked.map(({ cookie, requestId, event }, i) => buy(i % 2 ? one : other, cookie, requestId, event)),
  );
  expect(new Set(places).size).toBe(asked.length);
  const again = asked.map(({ cookie, requestId, event }, i) =>
    buy(i % 2 ? other : one, cookie, requestId, event),
  );
  expect(await Promise.all(again)).toEqual(places);

  const read = async ({ url }: Site, path = '') =>
    (await (await fetch(`${url}/api/v1/questions/final-3/market${path}`)).json()) as { trades: number };
  const hasAll = async (site: Site) => (await read(site)).trades === asked.length;
  await until(async () => (await hasAll(one)) && (await hasAll(other)), 'all trades');
  for (const path of ['', '/trades', '/quote?event=set:skt,upstage&spend=100'])
    expect(await read(one, path)).toEqual(await read(other, path));
});

test('visitors are served from a replica, readers with a session from the primary', async () => {
  const { server, dataDir } = await openServer();
  const replica = await openReplica(server, dataDir, await freePort());
  onTestFinished(() => replica.remove());
  const site = await startOn(server, { DATABASE_READ_URL: replica.urlOf(server.appUrl) });
  const cookie = await signUp(server);
  const admin = connect(replica.urlOf(server.adminUrl), { max: 1 });
  onTestFinished(() => admin.close());
  const reads = sql<{ queries: number }>`
    select count(*)::int as queries from pg_stat_activity
    where application_name = 'final-two reads' and query ~ '(standing|crowd_point|"forecast")'
  `;
  const isRead = async () => (await reads.execute(admin.db)).rows[0]!.queries > 0;

  await until(
    async () => (await statusOf(`${site.url}/questions/final-3`)) === 200 && (await isRead()),
    'a read',
  );
  await sql`select pg_wal_replay_pause()`.execute(admin.db);
  const requestId = await forecast(site, cookie);
  expect(await ownRequestIds(site, cookie)).toEqual([requestId]);
  await replica.kill();
  for (const page of ['/', '/questions/final-3', '/leaderboard', '/rounds', '/og/final-3.png', '/feed.xml'])
    expect(await statusOf(`${site.url}${page}`), page).toBe(200);
});

test('while the database is away requests are refused as such, and the site recovers by itself', async () => {
  const dataDir = await makeDataDir();
  const open = () => openEmbedded({ dataDir, log: createLog('silent') });
  const server = await open();
  const site = await startOn(server);
  const cookie = await signUp(server);
  await server.stop();
  for (const page of ['/', '/api/v1/questions', '/me']) {
    const answer = await fetch(`${site.url}${page}`, { headers: { cookie } });
    expect([page, answer.status, answer.headers.get('retry-after')]).toEqual([page, 503, '5']);
    await answer.arrayBuffer();
  }
  const again = await open();
  onTestFinished(() => again.stop());
  await until(async () => (await statusOf(`${site.url}/healthz`)) === 200, 'health');
  const requestId = await forecast(site, cookie);
  expect(await ownRequestIds(site, cookie)).toEqual([requestId]);
});

test('what the site calls itself follows from its sources, so that hosts built apart serve the same files', async () => {
  const version: unknown = JSON.parse(await readFile(join(ROOT, 'build/client/_app/version.json'), 'utf8'));
  expect(version).toEqual({ version: readStamp(ROOT) });
});
