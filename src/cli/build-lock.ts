import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from '#lib/server/platform/db/embedded/process.ts';

const FILE = 'node_modules/.final-two-build';
const POLL_MS = 200;
/** Lock timeout, longer than any build; after it the pid in the lock file belongs to an unrelated program. */
const TIMEOUT_MS = 180_000;

/** Runs `work` under a lock file, so that only one process of this checkout writes build/ at a time. */
export async function withBuildLock(
  root: string,
  signal: AbortSignal,
  work: () => Promise<void>,
): Promise<void> {
  const file = join(root, FILE);
  const limit = Date.now() + TIMEOUT_MS;
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
