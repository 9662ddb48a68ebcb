import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Account } from './account.ts';
import type { Binaries } from './binaries.ts';
import { dataFolderOf } from './cluster.ts';
import type { Credentials } from './credentials.ts';
import { EmbeddedError, errorCode } from './error.ts';
import { haltOrphans, haltPostmaster } from './halt.ts';
import { choosePort, launch } from './launch.ts';
import { readLockFile, removeLockFile, type LockFile } from './lock-file.ts';
import { enter, type Presence } from './presence.ts';
import { isPostmasterOf } from './process.ts';
import type { Settings } from './settings.ts';

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
