// The integration tests, with the application's connections through PgBouncer.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Finding } from './check.ts';

const ROOT = resolve(import.meta.dirname, '../..');
/** Values of `max_prepared_statements`: that of the configuration, and no named statements at all. */
const SETTINGS = [200, 0];

/** @param signal ends the tests */
export async function checkSuite(signal: AbortSignal): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const setting of SETTINGS) {
    const file = join(ROOT, `test-results/pgbouncer-${setting}.json`);
    const args = ['run', '--project', 'integration', '--reporter=json', `--outputFile=${file}`];
    const child = spawn(join(ROOT, 'node_modules/.bin/vitest'), args, {
      cwd: ROOT,
      env: { ...process.env, TEST_PGBOUNCER: String(setting) },
      stdio: 'ignore',
      signal,
      killSignal: 'SIGINT',
    });
    const [code] = (await once(child, 'exit')) as [number];
    const { numPassedTests, numTotalTests } = JSON.parse(await readFile(file, 'utf8'));
    findings.push({
      what: `the integration tests pass through PgBouncer with max_prepared_statements = ${setting}`,
      holds: code === 0,
      figures: `${numPassedTests} of ${numTotalTests}`,
    });
  }
  return findings;
}
