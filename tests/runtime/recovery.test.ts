import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isAlive } from '../../src/lib/server/platform/db/embedded/process.ts';
import { readRecords, writeRecord } from './records.ts';
import { findDatabase, makeDataDir } from './data-dir.ts';
import { type Site, statusOf, until } from '../setup/site.ts';
import { launchSite, startSeededSite, startSite, stopSite } from './site.ts';

async function databaseOf(site: Site): Promise<number> {
  const pid = await findDatabase(site.dataDir);
  if (!pid) throw new Error('no database runs');
  return pid;
}

async function startWithRecord(): Promise<Site> {
  const site = await startSeededSite();
  await writeRecord(site.dataDir, 'acknowledged');
  return site;
}

/** Waits until another database server has replaced this one and answers. */
async function untilReplaced(site: Site, database: number): Promise<void> {
  const isBack = async () => {
    const now = await findDatabase(site.dataDir);
    if (now === null || now === database) return false;
    const answers = await readRecords(site.dataDir).then(Boolean, () => false);
    return answers && (await statusOf(`${site.url}/`)) === 200;
  };
  await until(isBack, 'another database server');
}

describe('what was acknowledged is there again within ten seconds', () => {
  test('when the app was killed: the next start takes over the server that lives on', async () => {
    const { process: app, ended, dataDir, ...site } = await startWithRecord();
    const database = await findDatabase(dataDir);
    app.kill('SIGKILL');
    expect(await ended).toBe('SIGKILL');

    const next = await startSite({ dataDir, port: site.port });
    expect(await findDatabase(dataDir)).toBe(database);
    expect(await readRecords(dataDir)).toEqual(['acknowledged']);
    await stopSite(next);
    expect(await findDatabase(dataDir)).toBeNull();
  });

  test('when the database was killed: the app starts it again in place', async () => {
    const site = await startWithRecord();
    for (let round = 0; round < 2; round++) {
      const database = await databaseOf(site);
      process.kill(database, 'SIGKILL');
      await untilReplaced(site, database);
    }
    expect(await readRecords(site.dataDir)).toEqual(['acknowledged']);
    expect(site.process.exitCode).toBeNull();
  });

  test('when the database was asked to stop politely, which open connections would delay for ever', async () => {
    const site = await startWithRecord();
    const database = await databaseOf(site);
    process.kill(database, 'SIGTERM');
    await untilReplaced(site, database);
    expect(await readRecords(site.dataDir)).toEqual(['acknowledged']);
  });

  test('when both were killed', async () => {
    const site = await startWithRecord();
    const database = await databaseOf(site);
    site.process.kill('SIGKILL');
    process.kill(database, 'SIGKILL');
    await site.ended;

    await startSite({ dataDir: site.dataDir });
    expect(await readRecords(site.dataDir)).toEqual(['acknowledged']);
  });

  test('when the lock file of a dead server names a process that is not a server', async () => {
    const site = await startWithRecord();
    const lockFile = `${site.dataDir}/postgres/data/postmaster.pid`;
    const database = await databaseOf(site);
    const lines = (await readFile(lockFile, 'utf8')).split('\n');
    site.process.kill('SIGKILL');
    process.kill(database, 'SIGKILL');
    await until(() => !isAlive(database), 'the end of the database');
    await writeFile(lockFile, [String(process.pid), ...lines.slice(1)].join('\n'));

    await startSite({ dataDir: site.dataDir });
    expect(await readRecords(site.dataDir)).toEqual(['acknowledged']);
  });
});

describe('a database that cannot come back', () => {
  test('ends the site with one line and a non-zero exit', async () => {
    const site = await startSeededSite({ env: { LOG_LEVEL: 'silent' } });
    const database = await databaseOf(site);
    const data = join(site.dataDir, 'postgres/data');
    await rename(data, `${data}.gone`);
    process.kill(database, 'SIGKILL');
    expect(await site.ended).toBe(1);
    expect(site.stderr()).toMatch(/^PostgreSQL ended and does not come back: .+\n$/);
    await rename(`${data}.gone`, data);
    await startSite({ dataDir: site.dataDir });
  });
});

describe('a first start that is killed half-way', () => {
  test.each([
    ['at once', '.'],
    ['with a folder', 'postgres'],
    ['with a new database', 'postgres/data/PG_VERSION'],
    ['with a database that starts', 'postgres/data/postmaster.pid'],
  ])('%s does not disturb the next', async (_, path) => {
    const dataDir = await makeDataDir();
    const first = await launchSite({ dataDir });
    await until(() => existsSync(join(dataDir, path)), path);
    first.process.kill('SIGKILL');
    await first.ended;
    await startSite({ dataDir });
  });
});
