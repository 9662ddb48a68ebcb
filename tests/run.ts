// `npm test`: every check and every suite, and one last line that counts them. Checks run two at a time, suites one after
// the other, since each uses every processor. A step that fails does not hide the next one; a step that counts nothing has
// failed.
import { spawn } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

interface Count {
  passed: number;
  failed: number;
}

/** What a suite ran, and how long each of its files took. */
interface Report extends Count {
  secondsOf: Record<string, number>;
}

interface Step {
  title: string;
  command: string[];
  env?: Record<string, string>;
  /** Reads a suite's report; a plain check counts as one. */
  report?: () => Promise<Report>;
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
    report: async () => {
      const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, success, testResults } =
        await readJson(file);
      // A file that cannot be loaded counts no test at all. A folder that another user cannot reach leaves tests out.
      const left = numPendingTests + numTodoTests;
      if (left > 0) console.log(`${left} left out, each with its reason above`);
      const failed = numFailedTests;
      return {
        passed: numPassedTests,
        failed: failed === 0 && !success ? 1 : failed,
        secondsOf: secondsPerFile(
          testResults.map(({ name, startTime, endTime }: VitestFile) => [
            relative(ROOT, name),
            endTime - startTime,
          ]),
        ),
      };
    },
  };
}

const PLAYWRIGHT_RESULT = 'test-results/playwright.json';

/** What the checks and the build read; made before them. */
const generated: Step[] = [
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
];

/** Each on one processor, the longest first. */
const checks: Step[] = [
  {
    title: 'types',
    command: bin('svelte-check', '--tsconfig', './tsconfig.json', '--fail-on-warnings', '--output', 'human'),
  },
  { title: 'formatting', command: bin('prettier', '--check', '--log-level=warn', '.') },
  { title: 'lint', command: bin('eslint', '--max-warnings=0', '.') },
  {
    title: 'layer rules',
    command: bin('depcruise', '--config', 'tests/architecture/dependency-cruiser.js', 'src', 'migrations'),
  },
  { title: 'unused code', command: bin('knip') },
];

const suites: Step[] = [
  vitest('unit'),
  vitest('integration'),
  { title: 'build', command: node('src/cli/build.ts') },
  vitest('runtime'),
  {
    title: 'end-to-end tests',
    command: bin('playwright', 'test'),
    env: { PLAYWRIGHT_JSON_OUTPUT_FILE: PLAYWRIGHT_RESULT },
    report: async () => {
      const { stats, errors, suites } = await readJson(PLAYWRIGHT_RESULT);
      return {
        passed: stats.expected,
        failed: stats.unexpected + stats.skipped + errors.length,
        secondsOf: secondsPerFile(
          suites.map((suite: PlaywrightSuite) => [`tests/e2e/${suite.file}`, durationOf(suite)]),
        ),
      };
    },
  },
];

interface VitestFile {
  name: string;
  startTime: number;
  endTime: number;
}

interface PlaywrightSuite {
  file: string;
  suites?: PlaywrightSuite[];
  specs: { tests: { results: { duration: number }[] }[] }[];
}

function durationOf({ suites = [], specs }: PlaywrightSuite): number {
  const results = specs.flatMap(({ tests }) => tests.flatMap(({ results }) => results));
  const durations = [...results.map(({ duration }) => duration), ...suites.map(durationOf)];
  return durations.reduce((sum, ms) => sum + ms, 0);
}

function secondsPerFile(files: [name: string, ms: number][]): Record<string, number> {
  return Object.fromEntries(files.map(([name, ms]) => [name, ms / 1000]));
}

async function readJson(file: string) {
  return JSON.parse(await readFile(`${ROOT}/${file}`, 'utf8'));
}

/** Runs a command; its output is shown as it comes, or kept until its end where others run beside it. */
function run({ command: [program = '', ...args], env }: Step, isAlone: boolean): Promise<boolean> {
  return new Promise((resolve) => {
    const stdio = isAlone ? 'inherit' : 'pipe';
    const child = spawn(program, args, { cwd: ROOT, stdio, env: { ...process.env, ...env } });
    const output: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => output.push(chunk));
    child.on('error', () => resolve(false));
    child.on('close', (code) => {
      process.stdout.write(Buffer.concat(output));
      resolve(code === 0);
    });
  });
}

const total: Report = { passed: 0, failed: 0, secondsOf: {} };
const SLOWEST = 10;
const failures: string[] = [];

async function take(step: Step, isAlone = true): Promise<void> {
  if (isAlone) console.log(`\n── ${step.title}`);
  const startedAt = Date.now();
  const ok = await run(step, isAlone);
  const ofCheck = { passed: ok ? 1 : 0, failed: 0, secondsOf: {} };
  const unread = { passed: 0, failed: 0, secondsOf: {} };
  const { passed, failed, secondsOf } = step.report ? await step.report().catch(() => unread) : ofCheck;
  const ranNothing = passed + failed === 0;
  const failedInAll = failed + ((!ok && failed === 0) || ranNothing ? 1 : 0);
  total.passed += passed;
  total.failed += failedInAll;
  Object.assign(total.secondsOf, secondsOf);
  if (failedInAll > 0) failures.push(step.title);
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  console.log(
    `${failedInAll === 0 ? '✓' : '✗'} ${step.title}: ${passed} passed, ${failedInAll} failed (${seconds} s)`,
  );
}

/** Takes steps from one list, two at a time. */
async function takeInPairs(steps: Step[]): Promise<void> {
  console.log(`\n── ${steps.map(({ title }) => title).join(', ')}`);
  const waiting = [...steps];
  const takeRest = async () => {
    for (let step = waiting.shift(); step; step = waiting.shift()) await take(step, false);
  };
  await Promise.all([takeRest(), takeRest()]);
}

await rm(`${ROOT}/test-results`, { recursive: true, force: true });
for (const step of generated) await take(step);
await takeInPairs(checks);
for (const step of suites) await take(step);
const slowest = Object.entries(total.secondsOf).sort(([, a], [, b]) => b - a);
console.log('\nSlowest files:');
for (const [file, seconds] of slowest.slice(0, SLOWEST)) {
  console.log(`${seconds.toFixed(1).padStart(6)} s  ${file}`);
}
if (failures.length > 0) console.log(`\nFailed: ${failures.join(', ')}`);
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 ? 1 : 0;
