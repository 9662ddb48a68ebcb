import { spawn, type SpawnOptions } from 'node:child_process';
import type { Account } from './account.ts';
import { EmbeddedError } from './error.ts';
import { send } from './process.ts';

interface RunOptions {
  account: Account | null;
  input?: string;
  signal?: AbortSignal | undefined;
}

/**
 * Spawn options of every PostgreSQL program: its own process group, so that Ctrl-C reaches only this process; a working
 * folder that any account can enter; and no environment variables that may hold secrets.
 */
export function spawnOptions(account: Account | null): SpawnOptions {
  const { PATH = '', SystemRoot } = process.env;
  return {
    ...account,
    cwd: '/',
    detached: true,
    env: { PATH, LC_ALL: 'C', TZ: 'UTC', ...(SystemRoot ? { SystemRoot } : {}) },
  };
}

/** Runs a program to completion. @throws EmbeddedError with its last error line, or the reason of the abort */
export async function run(program: string, args: string[], options: RunOptions): Promise<void> {
  const { account, input = '', signal } = options;
  signal?.throwIfAborted();
  const child = spawn(program, args, { ...spawnOptions(account), stdio: 'pipe' });
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stdin?.on('error', () => {});
  child.stdin?.end(input);
  // To the whole process group: initdb has child processes.
  const interrupt = () => child.pid && send(-child.pid, 'SIGINT');
  signal?.addEventListener('abort', interrupt);
  const code = await new Promise<number | null>((done, fail) => {
    child.once('error', (error) => fail(cannotSpawn(program, error)));
    child.once('close', done);
  }).finally(() => signal?.removeEventListener('abort', interrupt));
  signal?.throwIfAborted();
  if (code !== 0)
    throw new EmbeddedError(
      `PostgreSQL could not be set up: ${lastComplaint(output) ?? `exit code ${code}`}.`,
    );
}

/** Spawning fails with EPERM where root may not become another account. */
export function cannotSpawn(program: string, error: Error): EmbeddedError {
  return new EmbeddedError(`${program} cannot be run: ${error.message}.`, { cause: error });
}

/** The last error line in a PostgreSQL program's output. */
export function lastComplaint(output: string): string | null {
  const complaint = /(?:FATAL|PANIC|ERROR|error|fatal):\s+(.*)/;
  const lines = output.split('\n').filter((line) => complaint.test(line));
  return lines.at(-1)?.match(complaint)?.[1]?.trim() ?? null;
}
