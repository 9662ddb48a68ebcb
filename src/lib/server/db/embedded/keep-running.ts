import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../../log.ts';
import { readLockFile } from './lock-file.ts';
import type { Reached } from './reach.ts';

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
export async function keepRunning(watched: Watched): Promise<void> {
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
