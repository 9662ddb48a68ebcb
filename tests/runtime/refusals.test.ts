import { createServer, type Server } from 'node:net';
import { chmod, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { mayRun } from '../../src/lib/server/platform/db/embedded/binaries.ts';
import { makeDataDir } from './data-dir.ts';
import { NODE, ROOT, type Site } from '../setup/site.ts';
import { AS_NOBODY, launchSite, NOBODY } from './site.ts';

/** It ended with an error, in one line on standard error that holds no stack and no password. */
async function expectRefusal(site: Site, line: RegExp): Promise<void> {
  expect(await site.ended).toBe(1);
  expect(site.stderr()).toMatch(line);
  expect(site.stderr().trimEnd().split('\n')).toHaveLength(1);
  expect(site.stderr()).not.toContain('s3cret');
}

async function occupy(answer?: (server: Server) => void): Promise<number> {
  const server = createServer();
  answer?.(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => void server.close());
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

describe('npm start refuses, in one clear line and with nothing left running,', () => {
  test('a port that another program uses', async () => {
    const dataDir = await makeDataDir();
    const site = await launchSite({ dataDir, port: await occupy() });
    await expectRefusal(site, /^Port \d+ is in use by another program/);
    expect(await readdir(dataDir)).toEqual([]);
  });

  test('a variable that cannot be used', async () => {
    const site = await launchSite({ dataDir: await makeDataDir(), env: { ORIGIN: 'example.com' } });
    await expectRefusal(site, /^ORIGIN must be/);
  });

  test('a DATABASE_URL where nobody listens', async () => {
    const env = { DATABASE_URL: 'postgres://app:s3cret@127.0.0.1:1/final_two' };
    const dataDir = await makeDataDir();
    const site = await launchSite({ dataDir, env });
    await expectRefusal(
      site,
      /^DATABASE_URL: PostgreSQL at 127\.0\.0\.1:1\/final_two cannot be used: .*ECONNREFUSED/,
    );
    expect(await readdir(dataDir)).toEqual([]);
  });

  test('a DATABASE_URL that accepts connections and never answers', async () => {
    const port = await occupy();
    const env = { DATABASE_URL: `postgres://app:s3cret@127.0.0.1:${port}/final_two` };
    const site = await launchSite({ dataDir: await makeDataDir(), env });
    await expectRefusal(site, /^DATABASE_URL: PostgreSQL at .+ cannot be used: /);
    expect(site.stderr()).toContain('timeout');
  });

  test('a data folder that is a file', async () => {
    const file = join(await makeDataDir(), 'file');
    await writeFile(file, '');
    const site = await launchSite({ dataDir: join(file, 'data') });
    await expectRefusal(site, /^DATA_DIR .+ is not writable \(ENOTDIR\)\.$/m);
  });

  test('a data folder without the right to write', async (context) => {
    const account = process.getuid?.() === 0 ? AS_NOBODY : null;
    if (account && !mayRun(NODE, account.options))
      context.skip(`uid ${NOBODY} cannot reach ${ROOT}: give its parent folders chmod a+x`);
    const dataDir = await makeDataDir();
    await chmod(dataDir, 0o555);
    const site = await launchSite({ dataDir, ...account });
    await expectRefusal(site, /^DATA_DIR .+ is not writable \(EACCES\)\.$/m);
    await chmod(dataDir, 0o755);
  });
});
