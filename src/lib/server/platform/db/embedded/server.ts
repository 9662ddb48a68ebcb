import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../../log.ts';
import { haltPostmaster, readLockFile } from './process.ts';
import { type Cluster, reach, type Reached } from './launch.ts';
import { accountFor, EmbeddedError, findBinaries, findHome, homeOf } from './binaries.ts';
import { dataFolderOf, ensureCluster } from './cluster.ts';
import { readCredentials, type Settings, urlFor } from './settings.ts';
import { enter, findLockHolder, isLast, lockApp } from './presence.ts';
import { realpath } from 'node:fs/promises';

interface Watched {
  data: string;
  log: Log;
  current(): Reached;
  isClosing(): boolean;
  /** Restarts the server and opens a new session. */
  restart(): Promise<void>;
  giveUp(reason: unknown): void;
}

const LOOK_MS = 2000;
const RESTARTS_MAX = 5;
const RESTARTS_WINDOW_MS = 60_000;
const RESTART_PAUSE_MS = 200;

/** Restarts the server whenever it ends, at most five times a minute; beyond that, reports the reason once. */
async function keepRunning(watched: Watched): Promise<void> {
  const { log } = watched;
  const restarts: number[] = [];
  let reason: unknown = new Error('PostgreSQL ended too often');
  for (;;) {
    await untilLost(watched);
    if (watched.isClosing()) return;
    const isRecent = (at: number) => Date.now() - at < RESTARTS_WINDOW_MS;
    if (restarts.filter(isRecent).length >= RESTARTS_MAX) return watched.giveUp(reason);
    restarts.push(Date.now());
    log.warn('postgresql ended, starting it again');
    try {
      await watched.restart();
      log.warn({ pid: watched.current().pid }, 'postgresql is back');
    } catch (error) {
      reason = error;
      log.error({ err: error }, 'postgresql does not come back');
      await sleep(RESTART_PAUSE_MS);
    }
  }
}

/** Waits until our session ends, or until the server is in smart shutdown and refuses new sessions. */
function untilLost({ data, current }: Watched): Promise<void> {
  return new Promise((done) => {
    const look = async () => {
      const lock = await readLockFile(data).catch(() => null);
      if (lock?.isStopping) finish();
    };
    const timer = setInterval(() => void look(), LOOK_MS).unref();
    const finish = () => {
      clearInterval(timer);
      done();
    };
    void current().presence.ended.then(finish);
  });
}

// The embedded PostgreSQL server: created on first use, shared when it already runs, restarted when it dies.
// Never touches a server that is not its own; knows no table or query of the app.

interface EmbeddedOptions {
  dataDir: string;
  log: Log;
  /** Override the defaults, by PostgreSQL's names; `fsync: 'off'` is for tests. */
  settings?: Settings;
  /** `application_name` of this process's session; apps begin with `APP_NAME`. */
  name?: string;
  signal?: AbortSignal | undefined;
}

export interface EmbeddedServer {
  /** Owns the database, may create others; for migrations and seed. */
  readonly ownerUrl: string;
  /** Role with login only; the migrations grant everything else. */
  readonly appUrl: string;
  /** Superuser: for tests and maintenance, never for the app. */
  readonly adminUrl: string;
  readonly port: number;
  readonly startedHere: boolean;
  /** Takes the app lock of this data folder. @returns null, or the name of the app that holds it */
  claim(): Promise<string | null>;
  /** Starts supervision: restarts a dead server on the same port; calls `giveUp` when that keeps failing. */
  keepRunning(giveUp: (reason: unknown) => void): void;
  /** Stops the server even if others use it. */
  stop(): Promise<void>;
  /** Closes our session, and stops the server unless others use it. */
  leave(): Promise<void>;
}

export const APP_NAME = 'final-two app';
const COMMAND_NAME = 'final-two command';
const CLAIM_ATTEMPTS = 60;
const CLAIM_RETRY_MS = 50;

/**
 * Connects to the embedded server of a data folder; creates and starts it if needed.
 *
 * @throws EmbeddedError in one clear line; nothing that was started here is left running
 */
export async function openEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const { dataDir, log, settings = {}, name = COMMAND_NAME, signal } = options;
  const account = accountFor(dataFolderOf(homeOf(dataDir)));
  const home = await findHome(dataDir, account);
  const binaries = await findBinaries(account);
  await ensureCluster(home, { binaries, account, settings, signal });
  const credentials = await readCredentials(home);
  const cluster: Cluster = { home, binaries, account, settings, credentials, name };
  const reached = await reach(cluster, null, signal);
  log.debug(
    { home, pid: reached.pid, port: reached.port, started: reached.startedHere },
    'postgresql is ready',
  );
  return serve(cluster, reached, log);
}

function serve(cluster: Cluster, first: Reached, log: Log): EmbeddedServer {
  const { credentials } = cluster;
  const data = dataFolderOf(cluster.home);
  const { port } = first;
  const closing = new AbortController();
  let current = first;
  let rejoining = Promise.resolve();

  const rejoin = () => (rejoining = reachAgain());
  const reachAgain = async () => {
    current = await reach(cluster, port, closing.signal);
    if (current.port !== port)
      throw new EmbeddedError(`PostgreSQL came back on port ${current.port}, not ${port}.`);
  };

  /** Stops supervision and waits for a restart that is under way. */
  const settle = async () => {
    closing.abort();
    await rejoining.catch(() => {});
  };
  const depart = () => current.presence.session.end().catch(() => {});

  return {
    ownerUrl: urlFor('owner', credentials, port),
    appUrl: urlFor('app', credentials, port),
    adminUrl: urlFor('admin', credentials, port),
    port,
    startedHere: first.startedHere,

    async claim() {
      for (let attempt = 0; attempt < CLAIM_ATTEMPTS; attempt++) {
        try {
          if (await lockApp(current.presence)) return null;
          const holder = await findLockHolder(current.presence);
          if (holder.startsWith(APP_NAME)) return holder;
        } catch (error) {
          // A command that was the last user stopped the server between our two steps.
          log.debug({ err: error }, 'the server ended while it was claimed');
          await rejoin();
        }
        await sleep(CLAIM_RETRY_MS);
      }
      return COMMAND_NAME;
    },

    keepRunning(giveUp) {
      void keepRunning({
        data,
        log,
        giveUp,
        isClosing: () => closing.signal.aborted,
        current: () => current,
        async restart() {
          await rejoin();
          if (!(await lockApp(current.presence))) throw new Error('another process claimed the data folder');
        },
      });
    },

    async stop() {
      await settle();
      // Give closing sessions time to end, as they would log errors.
      await isLast(current.presence).catch(() => false);
      await haltPostmaster(current.pid, data);
      await depart();
    },

    async leave() {
      await settle();
      // isLast() holds the app lock, so that a new app waits until the server has stopped.
      if (await isLast(current.presence).catch(() => false)) await haltPostmaster(current.pid, data);
      await depart();
    },
  };
}

/** The name of the app that runs on this data folder, or null; starts nothing. */
export async function findRunningApp(dataDir: string): Promise<string | null> {
  try {
    const home = await realpath(homeOf(dataDir));
    const lock = await readLockFile(dataFolderOf(home));
    if (!lock?.isReady) return null;
    const presence = await enter(await readCredentials(home), lock.port, 'final-two command');
    const holder = await findLockHolder(presence).finally(() => presence.session.end());
    return holder.startsWith(APP_NAME) ? holder : null;
  } catch {
    return null;
  }
}
