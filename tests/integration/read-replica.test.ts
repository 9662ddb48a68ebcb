import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, connect as connectTo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { seed } from '#lib/server/questions/contest/seed.ts';
import { connect, type Db } from '#lib/server/platform/db/connect.ts';
import { openEmbedded } from '#lib/server/platform/db/embedded/server.ts';
import { grantToApp, migrateToLatest } from '#lib/server/platform/db/migrate.ts';
import { ReadReplica } from '#lib/server/platform/db/replica.ts';
import { createLog } from '#lib/server/platform/log.ts';
import { freePort } from '../setup/site.ts';
import { openReplica } from '../setup/replica.ts';
import { cloneDatabase } from './setup/database.ts';

const QUICK = { fsync: 'off', full_page_writes: 'off' };
/** A query on the replica is ended at once by what must be replayed. */
const IMPATIENT = { ...QUICK, max_standby_streaming_delay: '0' };

/** Ends what was opened, last first. */
const ends: (() => Promise<unknown>)[] = [];

async function openPair() {
  const dataDir = await mkdtemp(join(tmpdir(), 'final-two-replica-'));
  ends.unshift(() => rm(dataDir, { recursive: true, force: true }));
  const primary = await openEmbedded({ dataDir, log: createLog('silent'), settings: QUICK });
  ends.unshift(() => primary.stop());
  const { appUrl, ownerUrl } = primary;
  await migrateToLatest(ownerUrl);
  await grantToApp(ownerUrl, appUrl);
  const replica = await openReplica(primary, dataDir, await freePort(), IMPATIENT);
  ends.unshift(() => replica.remove());
  const open = (url: string) => {
    const connection = connect(url, { max: 2 });
    ends.unshift(connection.close);
    return connection.db;
  };
  const owner = open(ownerUrl);
  await seed(owner);
  return { primary, replica, owner, app: open(appUrl), admin: open(replica.urlOf(primary.adminUrl)) };
}

let pair: Awaited<ReturnType<typeof openPair>>;

beforeAll(async () => {
  pair = await openPair();
});

afterAll(async () => {
  for (const end of ends) await end();
});

function openReads(replicaUrl = pair.replica.urlOf(pair.primary.appUrl)): ReadReplica {
  const { appUrl: primaryUrl } = pair.primary;
  const reads = new ReadReplica(pair.app, { primaryUrl, replicaUrl, max: 2, log: createLog('silent') });
  onTestFinished(() => reads.close());
  return reads;
}

async function serverOf(db: Db): Promise<'primary' | 'replica'> {
  const { rows } = await sql<{ isReplica: boolean }>`select pg_is_in_recovery() as is_replica`.execute(db);
  return rows[0]!.isReplica ? 'replica' : 'primary';
}

/** Where a request that begins after a check reads. */
async function checked(reads: ReadReplica): Promise<'primary' | 'replica'> {
  await reads.check();
  return serverOf(reads.db);
}

function untilReplayed(reads: ReadReplica) {
  return vi.waitFor(async () => expect(await checked(reads)).toBe('replica'), { timeout: 30_000 });
}

/** A line to a server that can fall silent, as where a host hangs or a cable is pulled. */
async function openLine(port: number) {
  let isCut = false;
  const sockets: Socket[] = [];
  const line = createServer((near) => {
    const far = connectTo(port, '127.0.0.1');
    sockets.push(near, far);
    near.on('data', (bytes) => isCut || far.write(bytes));
    far.on('data', (bytes) => isCut || near.write(bytes));
    for (const socket of [near, far]) socket.on('error', () => socket.destroy());
  });
  await new Promise<void>((done) => line.listen(0, '127.0.0.1', done));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    line.close();
  });
  const { port: near } = line.address() as AddressInfo;
  return {
    urlOf: (url: string) => Object.assign(new URL(url), { port: near }).toString(),
    cut: () => void (isCut = true),
    mend: () => void (isCut = false),
  };
}

const edit = () => sql`update company set position = position`.execute(pair.owner);
const replay = (what: 'pause' | 'resume') =>
  sql`select ${sql.raw(`pg_wal_replay_${what}`)}()`.execute(pair.admin);

describe('a visitor’s reads', () => {
  test('go to the replica once it has been checked', async () => {
    const reads = openReads();
    expect(await serverOf(await reads.current())).toBe('primary');
    await untilReplayed(reads);
    expect(await serverOf(await reads.current())).toBe('replica');
  });

  test('go to the primary while the replica lacks an edit', async () => {
    const reads = openReads();
    await untilReplayed(reads);
    await replay('pause');
    await edit();
    expect(await serverOf(await reads.current())).toBe('primary');
    expect(await checked(reads)).toBe('primary');
    await replay('resume');
    await untilReplayed(reads);
  });

  test('stay on a replica that lacks only what is no edit', async () => {
    const reads = openReads();
    await untilReplayed(reads);
    await replay('pause');
    onTestFinished(async () => void (await replay('resume')));
    await sql`delete from rate_limit`.execute(pair.owner);
    expect(await checked(reads)).toBe('replica');
  });

  test('go to the primary during a change, and until the next check', async () => {
    const reads = openReads();
    await untilReplayed(reads);
    await reads.changing(async () => {
      expect(await checked(reads)).toBe('primary');
    });
    expect(await serverOf(reads.db)).toBe('primary');
    await untilReplayed(reads);
    await expect(reads.changing(() => Promise.reject(new Error('refused')))).rejects.toThrow('refused');
    expect(await serverOf(reads.db)).toBe('primary');
    await untilReplayed(reads);
  });

  test('are answered by the primary where replay ends a query on the replica', async () => {
    const reads = openReads();
    await untilReplayed(reads);
    const { db } = reads;
    const isRunning = sql`select from pg_stat_activity where query like '%slow read%' and pid <> pg_backend_pid()`;
    const read = sql<{ count: number }>`
      select count(*)::int, case when pg_is_in_recovery() then pg_sleep(60) end as "slow read" from company
    `.execute(db);
    await vi.waitFor(async () => expect((await isRunning.execute(pair.admin)).rows).not.toEqual([]), 30_000);
    await pair.owner.transaction().execute((tx) => sql`lock table company`.execute(tx));
    expect((await read).rows[0]?.count).toBe(6);
    expect(await serverOf(reads.db)).toBe('primary');
    await untilReplayed(reads);
  });

  test('are answered by the primary while the replica is down', async () => {
    const reads = openReads();
    await untilReplayed(reads);
    const { db } = reads;
    await pair.replica.kill();
    expect(await serverOf(db)).toBe('primary');
    expect(await checked(reads)).toBe('primary');
    await pair.replica.start();
    await untilReplayed(reads);
  });

  test('are answered by the primary while the replica is silent', async () => {
    const line = await openLine(pair.replica.port);
    const reads = openReads(line.urlOf(pair.primary.appUrl));
    await untilReplayed(reads);
    const { db } = reads;
    line.cut();
    const read = serverOf(db);
    expect(await checked(reads)).toBe('primary');
    expect(await read).toBe('primary');
    line.mend();
    await untilReplayed(reads);
  });

  test('never go to a server that is no replica of the primary', async () => {
    expect(await checked(openReads(pair.primary.appUrl))).toBe('primary');
    const { appUrl } = await cloneDatabase();
    const reads = openReads(appUrl);
    await reads.check();
    expect(reads.db).toBe(pair.app);
  });

  test('go to the primary once the replica was promoted', async () => {
    const reads = openReads();
    await untilReplayed(reads);
    await sql`select pg_promote()`.execute(pair.admin);
    await reads.check();
    expect(reads.db).toBe(pair.app);
  });
});
