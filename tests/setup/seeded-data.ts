// A data folder whose database is migrated and seeded: made once for a run of tests, copied for every site that does
// not test its own first start.
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { NODE, ROOT } from './site.ts';

const run = promisify(execFile);

/** Makes the folder by the command that operators use. */
export async function makeSeededData(): Promise<{ folder: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'final-two-seeded-'));
  const remove = () => rm(folder, { recursive: true, force: true, maxRetries: 5 });
  const env = { ...process.env, DATA_DIR: folder };
  await run(NODE, ['src/cli/seed.ts'], { cwd: ROOT, env });
  // A copy takes a free port instead of the one of the others.
  await rm(join(folder, 'postgres/port'));
  return { folder, remove };
}

/** Copies the database into an empty data folder, with its owner and modes. */
export async function copySeededData(from: string, to: string): Promise<void> {
  await run('cp', ['-a', join(from, 'postgres'), to]);
}
