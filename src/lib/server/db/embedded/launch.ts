import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, fstatSync, openSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Account } from './account.ts';
import type { Binaries } from './binaries.ts';
import { dataFolderOf } from './cluster.ts';
import { readLockFile } from './lock-file.ts';
import { cannotSpawn, lastComplaint, spawnOptions } from './run.ts';
import { serverArguments, type Settings } from './settings.ts';

interface LaunchOptions {
  home: string;
  port: number;
  binaries: Binaries;
  account: Account | null;
  settings: Settings;
}

/** A running server's pid, or the error message with which it ended. */
type Launch = { pid: number } | { complaint: string };

const LOG_FILE = 'server.log';
const LOG_LIMIT_BYTES = 5_000_000;
const POLL_MS = 20;

/** Starts a detached server, and waits until it is ready or has ended. */
export async function launch(options: LaunchOptions): Promise<Launch> {
  const { home, port, binaries, account, settings } = options;
  const data = dataFolderOf(home);
  const log = openLog(join(home, LOG_FILE));
  const child = spawn(binaries.postgres, serverArguments(data, port, settings), {
    ...spawnOptions(account),
    stdio: ['ignore', log.descriptor, log.descriptor],
  });
  closeSync(log.descriptor);
  child.unref();
  const ended = whenEnded(child, binaries.postgres);

  for (;;) {
    const code = await Promise.race([ended, sleep(POLL_MS, 'running')]);
    if (code !== 'running') return { complaint: complaintSince(log) ?? `it ended with code ${code}` };
    const lock = await readLockFile(data);
    if (lock?.pid === child.pid && lock?.isReady) return { pid: lock.pid };
  }
}

/** The port of the last start, so that addresses stay valid across restarts; else a free one. */
export async function choosePort(home: string): Promise<number> {
  const last = Number(readOrEmpty(join(home, 'port')));
  const port = last && (await isFree(last)) ? last : await findFreePort();
  writeFileSync(join(home, 'port'), `${port}\n`);
  return port;
}

function whenEnded(child: ChildProcess, program: string): Promise<number | string> {
  return new Promise((done, fail) => {
    child.once('exit', (code, signal) => done(code ?? signal ?? 'unknown'));
    child.once('error', (error) => fail(cannotSpawn(program, error)));
  });
}

interface Log {
  path: string;
  descriptor: number;
  start: number;
}

function openLog(path: string): Log {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size > LOG_LIMIT_BYTES) renameSync(path, `${path}.old`);
  const descriptor = openSync(path, 'a', 0o600);
  return { path, descriptor, start: fstatSync(descriptor).size };
}

function complaintSince(log: Log): string | null {
  return lastComplaint(readFileSync(log.path).subarray(log.start).toString());
}

function isFree(port: number): Promise<boolean> {
  return bind(port).then(
    () => true,
    () => false,
  );
}

function findFreePort(): Promise<number> {
  return bind(0);
}

function bind(port: number): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once('error', fail);
    probe.listen(port, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => done(typeof address === 'object' && address ? address.port : port));
    });
  });
}

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
