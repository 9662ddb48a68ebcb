// The PostgreSQL server that the app brings along: made on first use, joined when it runs already, started again
// when it dies. It never touches a server that is not its own, and holds no table or query of the app.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../../log.ts';
import { accountFor } from './account.ts';
import { findBinaries } from './binaries.ts';
import { dataFolderOf, ensureCluster } from './cluster.ts';
import { readCredentials, urlFor } from './credentials.ts';
import { EmbeddedError } from './error.ts';
import { haltPostmaster } from './halt.ts';
import { findHome, homeOf } from './home.ts';
import { keepRunning } from './keep-running.ts';
import { findLockHolder, isLast, lockApp } from './presence.ts';
import { reach, type Cluster, type Reached } from './reach.ts';
import type { Settings } from './settings.ts';

export interface EmbeddedOptions {
  dataDir: string;
  log: Log;
  /** Over the defaults, by PostgreSQL's names; `fsync: 'off'` is for tests. */
  settings?: Settings;
  /** What others are told when they find this process in the server; apps begin with `APP_NAME`. */
  name?: string;
  signal?: AbortSignal | undefined;
}

export interface EmbeddedServer {
  /** Owns the database, may create others; for migrations and seed. */
  readonly ownerUrl: string;
  /** May log in; everything else is granted by the migrations. */
  readonly appUrl: string;
  /** The superuser: for tests and for looking after the server, never for the app. */
  readonly adminUrl: string;
  readonly port: number;
  readonly startedHere: boolean;
  /** Becomes the one app of this data folder: null, or the name of the app that is. */
  claim(): Promise<string | null>;
  /** From now on starts the server again, on the same port, when it dies; reports when that does not help. */
  keepRunning(giveUp: (reason: unknown) => void): void;
  /** Stops the server, whoever uses it. */
  stop(): Promise<void>;
  /** Stops the server unless somebody else uses it. */
  leave(): Promise<void>;
}

export const APP_NAME = 'final-two app';
const COMMAND_NAME = 'final-two command';
const CLAIM_ATTEMPTS = 60;
const CLAIM_RETRY_MS = 50;

/**
 * Reaches the embedded server of a data folder, making and starting it as needed.
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

  /** No restart is under way or to come from here on. */
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
          // A command that was the last to leave has stopped the server between our two steps.
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
      // Sessions that are just closing would only fail noisily.
      await isLast(current.presence).catch(() => false);
      await haltPostmaster(current.pid, data);
      await depart();
    },

    async leave() {
      await settle();
      // Its lock keeps an app that comes now waiting until the server is gone.
      if (await isLast(current.presence).catch(() => false)) await haltPostmaster(current.pid, data);
      await depart();
    },
  };
}
