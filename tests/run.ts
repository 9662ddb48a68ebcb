// `npm test`: every check and every suite, one after the other, and one last line that counts them. A step that
// fails does not hide the next one; a step that counts nothing has failed.
import { spawn } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

interface Count {
  passed: number;
  failed: number;
}

interface Step {
  title: string;
  command: string[];
  env?: Record<string, string>;
  /** How a suite tells what it ran; a plain check counts as one. */
  count?: () => Promise<Count>;
}

const bin = (name: string, ...args: string[]) => [`node_modules/.bin/${name}`, ...args];
const node = (...args: string[]) => [process.execPath, ...args];

function vitest(project: string): Step {
  const file = `test-results/vitest-${project}.json`;
  return {
    title: `${project} tests`,
    command: bin(
      'vitest',
      'run',
      '--project',
      project,
      '--reporter=dot',
      '--reporter=json',
      `--outputFile.json=${file}`,
    ),
    count: async () => {
      const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, success } = await readJson(file);
      // A file that cannot be loaded counts no test at all. A folder that another user cannot reach leaves tests out.
      const left = numPendingTests + numTodoTests;
      if (left > 0) console.log(`${left} left out, each with its reason above`);
      const failed = numFailedTests;
      return { passed: numPassedTests, failed: failed === 0 && !success ? 1 : failed };
    },
  };
}

const PLAYWRIGHT_RESULT = 'test-results/playwright.json';

const steps: Step[] = [
  { title: 'Kit’s types', command: bin('svelte-kit', 'sync') },
  {
    title: 'messages',
    command: bin(
      'paraglide-js',
      'compile',
      ...['--project', 'src/lib/i18n/project.inlang', '--outdir', 'src/lib/i18n/paraglide'],
      '--emit-ts-declarations',
    ),
  },
  { title: 'formatting', command: bin('prettier', '--check', '--log-level=warn', '.') },
  { title: 'lint', command: bin('eslint', '--max-warnings=0', '.') },
  {
    title: 'types',
    command: bin('svelte-check', '--tsconfig', './tsconfig.json', '--fail-on-warnings', '--output', 'human'),
  },
  {
    title: 'layer rules',
    command: bin('depcruise', '--config', 'tests/architecture/dependency-cruiser.js', 'src', 'migrations'),
  },
  { title: 'unused code', command: bin('knip') },
  vitest('unit'),
  vitest('integration'),
  { title: 'build', command: node('src/cli/build.ts') },
  vitest('runtime'),
  {
    title: 'end-to-end tests',
    command: bin('playwright', 'test'),
    env: { PLAYWRIGHT_JSON_OUTPUT_FILE: PLAYWRIGHT_RESULT },
    count: async () => {
      const { stats, errors } = await readJson(PLAYWRIGHT_RESULT);
      if (stats.flaky > 0) console.log(`${stats.flaky} passed only when tried again, each named above`);
      return {
        passed: stats.expected + stats.flaky,
        failed: stats.unexpected + stats.skipped + errors.length,
      };
    },
  },
];

async function readJson(file: string) {
  return JSON.parse(await readFile(`${ROOT}/${file}`, 'utf8'));
}

function run({ command: [program = '', ...args], env }: Step): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: ROOT, stdio: 'inherit', env: { ...process.env, ...env } });
    child.on('error', () => resolve(false));
    child.on('exit', (code) => resolve(code === 0));
  });
}

async function take(step: Step): Promise<Count> {
  console.log(`\n── ${step.title}`);
  const startedAt = Date.now();
  const ok = await run(step);
  const counted = await step.count?.().catch(() => ({ passed: 0, failed: 0 }));
  const count = counted ?? { passed: ok ? 1 : 0, failed: ok ? 0 : 1 };
  const ranNothing = count.passed + count.failed === 0;
  if ((!ok && count.failed === 0) || ranNothing) count.failed += 1;
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  console.log(
    `${count.failed === 0 ? '✓' : '✗'} ${step.title}: ${count.passed} passed, ${count.failed} failed (${seconds} s)`,
  );
  return count;
}

await rm(`${ROOT}/test-results`, { recursive: true, force: true });
const total: Count = { passed: 0, failed: 0 };
const failures: string[] = [];
for (const step of steps) {
  const { passed, failed } = await take(step);
  total.passed += passed;
  total.failed += failed;
  if (failed > 0) failures.push(step.title);
}
if (failures.length > 0) console.log(`\nFailed: ${failures.join(', ')}`);
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 ? 1 : 0;
