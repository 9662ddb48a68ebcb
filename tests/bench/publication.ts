// `npm run bench:publication [-- FORECASTERS …]`: publishes, corrects and annuls a result over HTTP, as an admin does, on the
// built site with its embedded PostgreSQL, for 10,000, 100,000 and 1,000,000 forecasters. Meanwhile odds are read and
// forecasts on another question are placed, whose latencies it prints beside those of the idle site.
import { readFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { fillCrowd } from './publication-data.ts';
import { type BenchDatabase, openBenchServer, sessionOf, startSite } from './site.ts';

const SIZES = [10_000, 100_000, 1_000_000];
/** Accounts that forecast on the other question; the first one is made an admin. */
const ACCOUNTS = 2_000;
const PROBE_EVERY_MS = 100;
const IDLE_MS = 10_000;
const MEGABYTE = 1_000_000;

const RESULT = { 'outcome.lg': 'no', 'outcome.skt': 'yes', 'outcome.upstage': 'yes' };
const EVIDENCE_URL = 'https://example.com/result';

interface Site {
  url: string;
  pid: number;
}

const chosen = process.argv.slice(2).map(Number);
for (const forecasters of chosen.length > 0 ? chosen : SIZES) await measure(forecasters);

async function measure(forecasters: number): Promise<void> {
  const server = await openBenchServer(ACCOUNTS);
  const database = await server.createDatabase();
  try {
    const from = performance.now();
    await fillCrowd(database.owner, forecasters);
    await makeAdmin(database.owner);
    console.log(`${forecasters} forecasters, made in ${seconds(performance.now() - from)}`);
    const started = await startSite(database);
    const site = { url: `http://127.0.0.1:${started.port}`, pid: started.pid };
    try {
      console.log(`  idle: ${await probe(site, sleep(IDLE_MS))}`);
      await timed('preview', database, site, () => post(site, 'preview', { ...RESULT, ...about(0) }));
      await timed('publish', database, site, () => publish(site, 'publish', { ...RESULT, ...about(0) }));
      await timed('reads after it', database, site, () => readBoards(site));
      await timed('correct', database, site, () =>
        publish(site, 'publish', { ...RESULT, 'outcome.lg': 'yes', 'outcome.skt': 'no', ...about(1) }),
      );
      await timed('annul', database, site, () => publish(site, 'annul', about(2)));
    } finally {
      await started.stop();
    }
  } finally {
    await database.close();
    await server.stop();
  }
}

/** Makes the first account an admin, which ends its sessions, and signs it in again. */
async function makeAdmin(owner: BenchDatabase['owner']): Promise<void> {
  await sql`update account set is_admin = true where handle = 'bench-0'`.execute(owner);
  await sql`
    insert into session (secret_hash, account_id, expires_at, ends_at)
    select encode(sha256(${sessionOf(0)}::bytea), 'hex'), id, now() + interval '11 hours', now() + interval '11 hours'
      from account where handle = 'bench-0'
  `.execute(owner);
}

function about(expectedVersion: number): Record<string, string> {
  const at = new Date(Date.now() - 60_000).toISOString();
  return {
    ...{ knownAt: at, evidenceUrl: EVIDENCE_URL, evidenceAt: at, note: 'a note' },
    expectedVersion: String(expectedVersion),
  };
}

/** Prints how long it took, its write-ahead log, the site's highest memory and the latencies of others meanwhile. */
async function timed(
  name: string,
  { owner }: BenchDatabase,
  site: Site,
  work: () => Promise<void>,
): Promise<void> {
  // The password was typed just now.
  await sql`update session set proved_at = now()`.execute(owner);
  const before = await walPosition(owner);
  let peak = 0;
  const watching = setInterval(
    () => void memoryOf(site.pid).then((bytes) => (peak = Math.max(peak, bytes))),
    100,
  );
  const from = performance.now();
  const done = work();
  const latencies = await probe(site, done);
  await done;
  const took = seconds(performance.now() - from);
  clearInterval(watching);
  const wal = ((await walPosition(owner)) - before) / MEGABYTE;
  console.log(
    `  ${name}: ${took}, ${wal.toFixed(0)} MB of WAL, ${(peak / MEGABYTE).toFixed(0)} MB of memory; ${latencies}`,
  );
}

async function post(site: Site, action: string, fields: Record<string, string>): Promise<void> {
  const answer = await send(site, `/admin/questions/final-3/resolve?/${action}`, fields);
  if (answer.status !== 200) throw new Error(`${action}: ${answer.status} ${await answer.text()}`);
  await answer.text();
}

/** Publishes and follows the progress until it leads to the result. */
async function publish(site: Site, action: string, fields: Record<string, string>): Promise<void> {
  const answer = await send(site, `/admin/questions/final-3/resolve?/${action}`, fields);
  let next = answer.headers.get('location');
  if (answer.status !== 303 || !next) throw new Error(`${action}: ${answer.status} ${await answer.text()}`);
  while (next.includes('/progress/')) {
    await sleep(500);
    const page = await get(site, next);
    await page.text();
    next = page.headers.get('location') ?? next;
  }
  if (next !== '/results/final-3') throw new Error(`${action} led to ${next}`);
}

async function readBoards(site: Site): Promise<void> {
  for (const path of [
    '/leaderboard',
    '/leaderboard?page=5000',
    '/leaderboard?question=final-3',
    '/forecasters/crowd-7',
    '/me',
  ]) {
    const from = performance.now();
    const page = await get(site, path);
    await page.text();
    console.log(`    ${path}: ${page.status} in ${(performance.now() - from).toFixed(0)} ms`);
  }
}

/** Reads odds and places forecasts on another question, ten of each a second, until the work is done. */
async function probe(site: Site, work: Promise<unknown>): Promise<string> {
  const [reads, writes]: [number[], number[]] = [[], []];
  const pending: Promise<void>[] = [];
  let isDone = false;
  const done = work.catch(() => undefined).finally(() => (isDone = true));
  for (let turn = 0; !isDone; turn++) {
    pending.push(clock(reads, 200, () => get(site, '/api/v1/questions/count-3/crowd')));
    pending.push(clock(writes, 303, () => forecast(site, turn)));
    await sleep(PROBE_EVERY_MS);
  }
  await done;
  await Promise.all(pending);
  return `odds ${percentiles(reads)}, forecasts ${percentiles(writes)}`;
}

async function clock(times: number[], status: number, request: () => Promise<Response>): Promise<void> {
  const from = performance.now();
  const answer = await request();
  await answer.arrayBuffer();
  times.push(performance.now() - from);
  if (answer.status !== status) throw new Error(`${answer.url}: ${answer.status}`);
}

function forecast(site: Site, turn: number): Promise<Response> {
  const first = 10 + (turn % 50);
  const fields = { 'p.one-or-none': first, 'p.two': 80 - first, 'p.three': 10, 'p.no-result': 10 };
  const texts = Object.entries(fields).map(([name, value]) => [name, String(value)]);
  const account = 1 + (turn % (ACCOUNTS - 1));
  return send(
    site,
    '/questions/count-3?/forecast',
    { ...Object.fromEntries(texts), requestId: randomUUID() },
    account,
  );
}

function send(site: Site, path: string, fields: Record<string, string>, account = 0): Promise<Response> {
  return fetch(site.url + path, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: site.url, accept: 'text/html', cookie: `session=${sessionOf(account)}` },
    body: new URLSearchParams(fields),
  });
}

function get(site: Site, path: string): Promise<Response> {
  return fetch(site.url + path, {
    redirect: 'manual',
    headers: { accept: 'text/html', cookie: `session=${sessionOf(0)}` },
  });
}

async function walPosition(owner: BenchDatabase['owner']): Promise<number> {
  const { rows } = await sql<{
    at: number;
  }>`select (pg_current_wal_lsn() - '0/0'::pg_lsn)::float8 as at`.execute(owner);
  return rows[0]!.at;
}

/** Resident memory of a process, in bytes. Linux alone. */
async function memoryOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return 1024 * Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0);
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

function percentiles(times: number[]): string {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => (sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(0);
  return `${at(0.5)} / ${at(0.99)} ms (median / p99 of ${sorted.length})`;
}
