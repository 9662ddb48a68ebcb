import { execFileSync, spawn, type SpawnOptions } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { type Account, EmbeddedError, errorCode } from './binaries.ts';
import { setTimeout as sleep } from 'node:timers/promises';
import { clusterName } from './settings.ts';
import { readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Whether the process exists and is not a zombie. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (errorCode(error) !== 'EPERM') return false;
  }
  const state = /\) (\w)/.exec(readProc(pid, 'stat'))?.[1];
  return state !== 'Z' && state !== 'X';
}

/** Whether the process is the postmaster of this data folder; the pid alone may have been reused. */
export function isPostmasterOf(pid: number, dataFolder: string): boolean {
  if (!isAlive(pid)) return false;
  return commandOf(pid).includes(` -D ${dataFolder} `) || workingFolderOf(pid) === dataFolder;
}

/** Pids of all processes whose title starts with `title`, on systems with /proc. */
function findByTitle(title: string): number[] {
  if (process.platform !== 'linux') return [];
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.map(Number).filter((pid) => readProc(pid, 'cmdline').startsWith(title) && isAlive(pid));
}

/** Sends a signal to a process that may be gone already. */
function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (errorCode(error) !== 'ESRCH') throw error;
  }
}

function commandOf(pid: number): string {
  if (process.platform === 'linux') return readProc(pid, 'cmdline').replaceAll('\0', ' ');
  try {
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    return '';
  }
}

function workingFolderOf(pid: number): string | null {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return null;
  }
}

function readProc(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

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

const POLL_MS = 20;
/** Fast shutdown ends sessions and writes a checkpoint; immediate shutdown leaves recovery to the next start. */
const FAST_SHUTDOWN_MS = 2500;
const IMMEDIATE_SHUTDOWN_MS = 700;

/** Stops a server: fast shutdown, then immediate shutdown, then SIGKILL. Committed data is safe in each case. */
export async function haltPostmaster(pid: number, dataFolder: string): Promise<void> {
  const isGone = () => !isPostmasterOf(pid, dataFolder);
  if (isGone()) return;
  send(pid, 'SIGINT');
  if (await within(FAST_SHUTDOWN_MS, isGone)) return;
  send(pid, 'SIGQUIT');
  if (await within(IMMEDIATE_SHUTDOWN_MS, isGone)) return;
  send(pid, 'SIGKILL');
  await haltOrphans(dataFolder);
}

/** Ends child processes of a killed postmaster: while they hold its shared memory no new server can start. */
export async function haltOrphans(dataFolder: string): Promise<void> {
  const orphans = () => findByTitle(`postgres: ${clusterName(dataFolder)}: `);
  for (const pid of orphans()) send(pid, 'SIGQUIT');
  if (await within(IMMEDIATE_SHUTDOWN_MS, () => orphans().length === 0)) return;
  for (const pid of orphans()) send(pid, 'SIGKILL');
}

async function within(milliseconds: number, holds: () => boolean): Promise<boolean> {
  const deadline = Date.now() + milliseconds;
  while (!holds()) {
    if (Date.now() > deadline) return false;
    await sleep(POLL_MS);
  }
  return true;
}

/** Contents of `postmaster.pid`, which a running server keeps in its data folder. */
export interface LockFile {
  pid: number;
  port: number;
  isReady: boolean;
  isStopping: boolean;
}

const FILE = 'postmaster.pid';
const PID_LINE = 0;
const PORT_LINE = 3;
const STATUS_LINE = 7;

export async function readLockFile(dataFolder: string): Promise<LockFile | null> {
  const content = await readOrEmpty(join(dataFolder, FILE));
  const lines = content.split('\n').map((line) => line.trim());
  const pid = Number(lines[PID_LINE]);
  if (!pid) return null;
  const status = lines[STATUS_LINE];
  return {
    pid: Math.abs(pid),
    port: Number(lines[PORT_LINE]) || 0,
    isReady: status === 'ready',
    isStopping: status === 'stopping',
  };
}

/**
 * Removes the lock file of a server that is gone. PostgreSQL does so itself, but not where the pid now belongs
 * to another program of the same account, as it may after a reboot or in a container.
 *
 * @param pid pid that the file must contain; null for an empty file, whose server died before it wrote anything
 */
export async function removeLockFile(dataFolder: string, pid: number | null): Promise<void> {
  const path = join(dataFolder, FILE);
  const aside = `${path}.${process.pid}`;
  try {
    await rename(path, aside);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return;
    throw error;
  }
  const content = await readOrEmpty(aside);
  const isMeant = pid === null ? content === '' : Number.parseInt(content) === pid;
  // A concurrent start won, and this is its server's file: put it back.
  if (!isMeant) await rename(aside, path);
  else await rm(aside, { force: true });
}

async function readOrEmpty(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return '';
    throw error;
  }
}
