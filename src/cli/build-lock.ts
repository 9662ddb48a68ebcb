import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from '#lib/server/db/embedded/process.ts';

const FILE = 'node_modules/.final-two-build';
const POLL_MS = 200;
/** Longer than any build takes; then the holder is some other program that got the same pid. */
const PATIENCE_MS = 180_000;

/** Runs work that writes build/, while no other process of this checkout does. */
export async function withBuildLock(
  root: string,
  signal: AbortSignal,
  work: () => Promise<void>,
): Promise<void> {
  const file = join(root, FILE);
  const limit = Date.now() + PATIENCE_MS;
  while (!take(file)) {
    if (!isAlive(holderOf(file)) || Date.now() > limit) rmSync(file, { force: true });
    else await sleep(POLL_MS, undefined, { signal });
  }
  await work().finally(() => rmSync(file, { force: true }));
}

function take(file: string): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === 'EEXIST') return false;
    throw error;
  }
}

function holderOf(file: string): number {
  try {
    return Number(readFileSync(file, 'utf8')) || 0;
  } catch {
    return 0;
  }
}
