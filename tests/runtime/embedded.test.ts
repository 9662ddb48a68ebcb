import { stat, writeFile } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openEmbedded, type EmbeddedServer } from '../../src/lib/server/platform/db/embedded/server.ts';
import { createLog } from '../../src/lib/server/platform/log.ts';
import { dataFolderOf } from '../../src/lib/server/platform/db/embedded/cluster.ts';
import { findDatabase, homeOfDatabase, makeDataDir, makeSeededDataDir } from './data-dir.ts';

const FAST = { fsync: 'off' };
const log = createLog('silent');

function open(dataDir: string): Promise<EmbeddedServer> {
  return openEmbedded({ dataDir, log, settings: FAST });
}

async function openSeeded(): Promise<EmbeddedServer> {
  const server = await open(await makeSeededDataDir());
  onTestFinished(() => server.leave());
  return server;
}

async function query(url: string, text: string): Promise<Record<string, unknown>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<Record<string, unknown>>(text).finally(() => client.end());
  return rows[0] ?? {};
}

describe('the embedded server', () => {
  test('starts over a lock file in which a dying start wrote nothing', async () => {
    const dataDir = await makeSeededDataDir();
    await (await open(dataDir)).stop();
    await writeFile(join(dataFolderOf(await homeOfDatabase(dataDir)), 'postmaster.pid'), '');
    const server = await open(dataDir);
    onTestFinished(() => server.leave());
    expect(await query(server.ownerUrl, 'SELECT 1 AS one')).toEqual({ one: 1 });
  });

  test('speaks UTF-8 and UTC and sorts Korean as Koreans do', async () => {
    const { ownerUrl } = await openSeeded();
    const facts = await query(
      ownerUrl,
      `SELECT current_setting('server_encoding') AS encoding, current_setting('TimeZone') AS zone,
              datlocprovider AS provider, datlocale AS locale FROM pg_database WHERE datname = current_database()`,
    );
    expect(facts).toEqual({ encoding: 'UTF8', zone: 'UTC', provider: 'i', locale: 'ko-KR' });
  });

  test('never loses what it acknowledged, unless a test asks for speed', async () => {
    const { ownerUrl } = await openSeeded();
    const settings = `SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commit`;
    expect(await query(ownerUrl, settings)).toEqual({ fsync: 'off', commit: 'on' });

    const safe = await openEmbedded({ dataDir: await makeSeededDataDir(), log });
    onTestFinished(() => safe.stop());
    expect(await query(safe.ownerUrl, settings)).toEqual({ fsync: 'on', commit: 'on' });
  });

  test('gives the owner its database and the app nothing but a login', async () => {
    const { ownerUrl, appUrl } = await openSeeded();
    const rights = `
      SELECT rolsuper AS super, rolcreatedb AS database, rolcreaterole AS role,
             has_schema_privilege('public', 'CREATE') AS table
      FROM pg_roles WHERE rolname = current_user`;
    expect(await query(ownerUrl, rights)).toEqual({ super: false, database: true, role: false, table: true });
    expect(await query(appUrl, rights)).toEqual({ super: false, database: false, role: false, table: false });
  });

  test('lets nobody in without a password, and hears nothing from the network', async () => {
    const { appUrl, port } = await openSeeded();
    const wrong = new URL(appUrl);
    wrong.password = 'guess';
    await expect(query(wrong.href, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
    const outside = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .find(({ family, internal }) => family === 'IPv4' && !internal);
    if (!outside) return;
    const url = appUrl.replace(`127.0.0.1:${port}`, `${outside.address}:${port}`);
    await expect(query(url, 'SELECT 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  test('is made once when several ask for it at the same time', async () => {
    const dataDir = await makeDataDir();
    const servers = await Promise.all([open(dataDir), open(dataDir), open(dataDir)]);
    expect(new Set(servers.map(({ port }) => port)).size).toBe(1);
    expect(servers.filter(({ startedHere }) => startedHere)).toHaveLength(1);
    await expect(stat(join(dataDir, 'postgres', 'data', 'PG_VERSION'))).resolves.toBeDefined();
    for (const server of servers) await server.leave();
    expect(await findDatabase(dataDir)).toBeNull();
  });

  test('stops with the last one to leave, not with the one that started it', async () => {
    const dataDir = await makeSeededDataDir();
    const first = await open(dataDir);
    const second = await open(dataDir);
    expect([first.startedHere, second.startedHere]).toEqual([true, false]);
    await first.leave();
    expect(await query(second.appUrl, 'SELECT 1 AS one')).toEqual({ one: 1 });
    await second.leave();
    expect(await findDatabase(dataDir)).toBeNull();
  });

  test('has one app at a time', async () => {
    const dataDir = await makeSeededDataDir();
    const open = () => openEmbedded({ dataDir, log, settings: FAST, name: 'final-two app, PID 1' });
    const first = await open();
    const second = await open();
    expect(await first.claim()).toBeNull();
    expect(await second.claim()).toBe('final-two app, PID 1');
    await second.leave();
    await first.stop();
    expect(await findDatabase(dataDir)).toBeNull();
  });

  test('keeps its port across restarts', async () => {
    const dataDir = await makeSeededDataDir();
    const first = await open(dataDir);
    await first.stop();
    const second = await open(dataDir);
    expect(second.port).toBe(first.port);
    await second.stop();
  });
});
