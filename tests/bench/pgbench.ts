// pgbench of Debian's postgresql-17, where it is installed: what PostgreSQL alone does with the forecasts' own statement.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const PATHS = ['/usr/lib/postgresql/18/bin/pgbench', '/usr/lib/postgresql/17/bin/pgbench'];

export const pgbenchPath = PATHS.find((path) => existsSync(path));

export const PGBENCH_MISSING = 'pgbench is not installed (Debian: postgresql-17)';

/**
 * Transactions per second of one script.
 *
 * @param url as the app connects
 */
export async function runPgbench(
  url: string,
  script: string,
  { clients, seconds }: { clients: number; seconds: number },
): Promise<number> {
  if (!pgbenchPath) throw new Error(PGBENCH_MISSING);
  const folder = await mkdtemp(join(tmpdir(), 'final-two-pgbench-'));
  const file = join(folder, 'script.sql');
  await writeFile(file, script);
  const { hostname, port, username, password, pathname } = new URL(url);
  try {
    const { stdout } = await promisify(execFile)(
      pgbenchPath,
      [
        ...[
          '--no-vacuum',
          '--protocol=prepared',
          `--client=${clients}`,
          `--time=${seconds}`,
          `--file=${file}`,
        ],
        ...[`--host=${hostname}`, `--port=${port}`, `--username=${username}`, pathname.slice(1)],
      ],
      { env: { ...process.env, PGPASSWORD: decodeURIComponent(password) } },
    );
    const rate = /tps = ([\d.]+)/.exec(stdout)?.[1];
    const failed = /number of failed transactions: (\d+)/.exec(stdout)?.[1];
    if (!rate || failed !== '0') throw new Error(`pgbench: ${stdout}`);
    return Number(rate);
  } finally {
    await rm(folder, { recursive: true });
  }
}
