import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openEmbedded } from '../../src/lib/server/platform/db/embedded/server.ts';
import { createLog } from '../../src/lib/server/platform/log.ts';
import { findDatabase, makeDataDir, makeSeededDataDir } from './data-dir.ts';
import { query } from './records.ts';
import { NODE, ROOT } from '../setup/site.ts';
import { launchSite, startSeededSite, startSite } from './site.ts';

interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
}

function runCommand(dataDir: string, name: string, ...words: string[]): Promise<Outcome> {
  const { PATH } = process.env;
  return new Promise((done) => {
    execFile(
      NODE,
      [`src/cli/${name}.ts`, ...words],
      { cwd: ROOT, env: { PATH, DATA_DIR: dataDir } },
      (error, stdout, stderr) => done({ code: Number(error?.code ?? 0), stdout, stderr }),
    );
  });
}

describe('a command', () => {
  test('starts the database for itself and stops it again', async () => {
    const dataDir = await makeDataDir();
    expect(await runCommand(dataDir, 'migrate')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Applied 0001/),
    });
    expect(await findDatabase(dataDir)).toBeNull();
    expect(await runCommand(dataDir, 'migrate')).toMatchObject({
      code: 0,
      stdout: 'The database is up to date.\n',
    });
    expect(await runCommand(dataDir, 'seed')).toMatchObject({ code: 0, stderr: '' });
    expect(await findDatabase(dataDir)).toBeNull();
  });

  test('uses the database of a running site and leaves it running', async () => {
    const { dataDir, url } = await startSeededSite();
    const database = await findDatabase(dataDir);
    expect(await runCommand(dataDir, 'seed')).toMatchObject({ code: 0 });
    expect(await findDatabase(dataDir)).toBe(database);
    expect((await fetch(url)).status).toBe(200);
  });

  test('that starts at the same time as the site does not take its database away', async () => {
    const dataDir = await makeSeededDataDir();
    const commands = Promise.all([runCommand(dataDir, 'migrate'), runCommand(dataDir, 'seed')]);
    const site = await startSite({ dataDir });
    for (const { code, stderr } of await commands) expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect((await fetch(site.url)).status).toBe(200);
  });
});

describe('a data folder of another version', () => {
  const REFUSAL = /^This database was made by another version of Final Two .+\n$/;
  const OLD_NAME = '0002_append_only';

  test('is refused in one sentence by every command, and left as it is', async () => {
    const dataDir = await makeDataDir();
    const readNames = async () => {
      const server = await openEmbedded({ dataDir, log: createLog('silent') });
      const rows = await query(dataDir, 'SELECT name FROM kysely_migration ORDER BY name');
      await server.leave();
      return rows;
    };
    const server = await openEmbedded({ dataDir, log: createLog('silent') });
    await query(dataDir, 'CREATE TABLE kysely_migration (name text, timestamp text)');
    await query(dataDir, `INSERT INTO kysely_migration VALUES ('0001_database', ''), ('${OLD_NAME}', '')`);
    await server.leave();
    const before = await readNames();

    for (const words of [['migrate'], ['seed'], ['admin', 'make', 'a@b.example'], ['dev']]) {
      const [name, ...rest] = words as [string, ...string[]];
      const outcome = await runCommand(dataDir, name, ...rest);
      expect(outcome, name).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(REFUSAL) });
    }
    const site = await launchSite({ dataDir });
    expect(await site.ended).toBe(1);
    expect(site.stderr()).toMatch(REFUSAL);
    expect(site.stderr()).toContain(OLD_NAME);
    expect(await readNames()).toEqual(before);
    expect(await findDatabase(dataDir)).toBeNull();
  });
});

describe('a word that a command does not know is refused, and nothing is done:', () => {
  test.each([
    ['build', '--fast'],
    ['migrate', '--down'],
    ['seed', 'again'],
    ['dev', '--port=4000'],
    ['start', '--prot', '4000'],
  ])('npm run %s %s', async (name, ...words) => {
    const dataDir = await makeDataDir();
    const outcome = await runCommand(dataDir, name, ...words);
    expect(outcome).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^Un(known option|expected argument) .+ Usage: npm .+\n$/),
    });
    expect(await readdir(dataDir)).toEqual([]);
  });
});

describe('npm run admin', () => {
  test.each([[[]], [['make']], [['promote', 'someone']], [['make', 'a@b.example', 'c@d.example']]])(
    'tells how to use it when given %j',
    async (words) => {
      const outcome = await runCommand(await makeDataDir(), 'admin', ...words);
      expect(outcome).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/^Usage: .+\n$/) });
    },
  );

  test('makes and revokes an admin, prints links that work once, ends sessions, and deletes', async () => {
    const dataDir = await makeSeededDataDir();
    const server = await openEmbedded({ dataDir, log: createLog('silent') });
    onTestFinished(() => server.leave());
    await query(
      dataDir,
      `INSERT INTO account (handle, email, password_hash) VALUES ('operated', 'claimed@example.com', 'x')`,
    );
    const run = (verb: string, who = 'OPERATED') => runCommand(dataDir, 'admin', verb, who);
    const link = (path: string) =>
      new RegExp(`^operated, .*: http://localhost:3000${path}\\?token=[\\w-]{43}\\.\n$`);
    const said = (stdout: unknown) => ({
      code: 0,
      stderr: '',
      stdout: expect.stringMatching(stdout as RegExp),
    });
    expect(await run('make', 'claimed@example.com')).toMatchObject({ code: 1, stdout: '' });
    expect(await run('make')).toMatchObject(said(/is an admin now/));
    expect(await run('delete')).toMatchObject({ code: 1, stderr: expect.stringMatching(/revoke the flag/) });
    expect(await run('revoke')).toMatchObject(said(/is no longer an admin/));
    expect(await run('reset')).toMatchObject(said(link('/reset/confirm')));
    expect(await run('author')).toMatchObject(said(link('/me/author')));
    expect(await run('end-sessions')).toMatchObject(said(/is signed out everywhere/));
    expect(await run('delete')).toMatchObject(said(/is deleted/));
    expect(await run('reset')).toMatchObject({ code: 1, stderr: expect.stringMatching(/^No account has/) });
  });

  test('says in one line that nobody has the address, or that there is no table yet', async () => {
    const dataDir = await makeDataDir();
    const empty = await runCommand(dataDir, 'admin', 'make', 'nobody@example.com');
    expect(empty).toMatchObject({ code: 1, stderr: expect.stringMatching(/^The database is empty.+\n$/) });
    const seeded = await makeSeededDataDir();
    const unknown = await runCommand(seeded, 'admin', 'make', 'nobody@example.com');
    expect(unknown).toMatchObject({ code: 1, stderr: expect.stringMatching(/^No account has .+\n$/) });
    expect(await findDatabase(dataDir)).toBeNull();
  });
});
