import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, fstatSync, openSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Account, type Binaries, EmbeddedError, errorCode } from './binaries.ts';
import { dataFolderOf } from './cluster.ts';
import {
  cannotSpawn,
  haltOrphans,
  haltPostmaster,
  isPostmasterOf,
  lastComplaint,
  type LockFile,
  readLockFile,
  removeLockFile,
  spawnOptions,
} from './process.ts';
import { type Credentials, serverArguments, type Settings } from './settings.ts';
import { enter, type Presence } from './presence.ts';

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
async function launch(options: LaunchOptions): Promise<Launch> {
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
async function choosePort(home: string): Promise<number> {
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

/** A cluster on disk and everything needed to run it. */
export interface Cluster {
  home: string;
  binaries: Binaries;
  account: Account | null;
  settings: Settings;
  credentials: Credentials;
  /** `application_name` of this process's session. */
  name: string;
}

/** A running server and our open session in it. */
export interface Reached {
  pid: number;
  port: number;
  presence: Presence;
  startedHere: boolean;
}

const RETRY_MS = 50;
const START_LIMIT_MS = 8000;
/** Limit during crash recovery, in which the server replays its WAL and says so. */
const RECOVERY_LIMIT_MS = 120_000;
/** Children of a killed postmaster exit within milliseconds, unless they are running a query. */
const ORPHAN_LIMIT_MS = 2000;
const REFUSED_CREDENTIALS = ['28P01', '28000', '3D000'];

/** Connects to the running server of this cluster, or starts one: on the given port, else on the last or a free one. */
export async function reach(cluster: Cluster, port: number | null, signal?: AbortSignal): Promise<Reached> {
  const data = dataFolderOf(cluster.home);
  const began = Date.now();
  let startedPid: number | null = null;
  try {
    for (;;) {
      signal?.throwIfAborted();
      const lock = await readLockFile(data);
      const runs = lock !== null && isPostmasterOf(lock.pid, data);
      if (runs && lock.isReady) {
        const presence = await tryEnter(cluster, lock);
        if (presence) return { ...lock, presence, startedHere: lock.pid === startedPid };
      } else if (runs && lock.isStopping) {
        await haltPostmaster(lock.pid, data);
      } else if (!runs) {
        if (lock) await removeLockFile(data, lock.pid);
        startedPid = (await tryLaunch(cluster, port, began)) ?? startedPid;
        if (startedPid) continue;
      }
      const isRecovering = runs && !lock.isReady && !lock.isStopping;
      if (Date.now() - began > (isRecovering ? RECOVERY_LIMIT_MS : START_LIMIT_MS))
        throw new EmbeddedError(
          `PostgreSQL (PID ${lock?.pid ?? 'none'}) of ${cluster.home} does not answer.`,
        );
      await sleep(RETRY_MS);
    }
  } catch (error) {
    if (startedPid) await haltPostmaster(startedPid, data);
    throw error;
  }
}

/** Null when the server does not accept connections yet. */
async function tryEnter(cluster: Cluster, lock: LockFile): Promise<Presence | null> {
  try {
    return await enter(cluster.credentials, lock.port, cluster.name);
  } catch (error) {
    if (REFUSED_CREDENTIALS.includes(errorCode(error) ?? ''))
      throw new EmbeddedError(`PostgreSQL refuses the passwords of ${cluster.home}/credentials.json.`, {
        cause: error,
      });
    return null;
  }
}

/** The pid of the new server; null when a retry may succeed, for example after a concurrent start. */
async function tryLaunch(cluster: Cluster, port: number | null, began: number): Promise<number | null> {
  const started = await launch({ ...cluster, port: port ?? (await choosePort(cluster.home)) });
  if ('pid' in started) return started.pid;

  const { complaint } = started;
  if (/lock file .+ already exists|TCP\/IP socket/.test(complaint)) return null;
  // A concurrent start is writing it right now, or one died before it did.
  if (/lock file .+ is empty/.test(complaint)) {
    if (Date.now() - began > ORPHAN_LIMIT_MS) await removeLockFile(dataFolderOf(cluster.home), null);
    return null;
  }
  if (/pre-existing shared memory/.test(complaint)) {
    if (Date.now() - began > ORPHAN_LIMIT_MS) await haltOrphans(dataFolderOf(cluster.home));
    return null;
  }
  throw new EmbeddedError(
    `PostgreSQL does not start: ${complaint} (see ${join(cluster.home, 'server.log')}).`,
  );
}
