import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { withBuildLock } from './build-lock.ts';
import { CommandError } from './command.ts';
import { fingerprintSources, readStamp, writeStamp } from './stamp.ts';

/** Project root, independent of the working directory. */
export const ROOT = resolve(import.meta.dirname, '../..');

/** Worker threads, run from their sources because the bundle does not contain them. */
export const WORKERS = {
  BOARD_WORKER: join(ROOT, 'src/lib/server/results/what-if/worker.ts'),
  PUBLISH_WORKER: join(ROOT, 'src/lib/server/results/resolutions/worker.ts'),
  PICTURE_WORKER: join(ROOT, 'src/lib/server/share/pictures/worker.ts'),
};

const OUTPUT_LINES_SHOWN = 40;

/** Builds when the fingerprint of the sources differs from that of the last build. */
export async function bringBuildUpToDate(signal: AbortSignal): Promise<void> {
  const isCurrent = () => readStamp(ROOT) === fingerprintSources(ROOT);
  if (isCurrent()) return;
  // Another process, started on another data folder, may be building the same sources.
  await withBuildLock(ROOT, signal, async () => {
    if (!isCurrent()) await buildSite(signal);
  });
}

/** Builds the site into build/; its output is shown only when it fails. */
export async function buildSite(signal: AbortSignal): Promise<void> {
  console.log('Building the site. This takes about half a minute and is needed once per change…');
  const began = Date.now();
  // Taken before the build, so that an edit during it triggers another build.
  const fingerprint = fingerprintSources(ROOT);
  await runVite(fingerprint, signal);
  writeStamp(ROOT, fingerprint);
  console.log(`Built in ${((Date.now() - began) / 1000).toFixed(1)} s.`);
}

/** @param version what the built site calls itself: hosts that build the same sources serve the same files */
function runVite(version: string, signal: AbortSignal): Promise<void> {
  const vite = join(dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin/vite.js');
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [vite, 'build'], {
      cwd: ROOT,
      env: { ...process.env, SITE_VERSION: version },
      stdio: ['ignore', 'pipe', 'pipe'],
      signal,
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.once('error', fail);
    child.once('close', (code) => {
      if (code === 0) return done();
      const tail = output.trimEnd().split('\n').slice(-OUTPUT_LINES_SHOWN).join('\n');
      fail(new CommandError(`${tail}\nThe build failed.`));
    });
  });
}
