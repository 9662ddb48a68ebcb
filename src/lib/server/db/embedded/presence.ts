import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { urlFor, type Credentials } from './credentials.ts';

/**
 * One open session of this process in the embedded server: it tells others that the server is in use, hears at
 * once when the server dies, and holds the lock of the one app. PostgreSQL frees the lock when the process dies.
 */
export interface Presence {
  session: pg.Client;
  /** Settles when the session has ended, for whatever reason. */
  ended: Promise<void>;
}

const LAST_LOOKS = 20;
const LAST_LOOK_MS = 25;
/** "final" and "two" in ASCII, cut to what a PostgreSQL integer holds. */
const APP_LOCK = [0x66696e, 0x74776f] as const;
const CONNECT_TIMEOUT_MS = 5000;
const LOCKED_BY_OTHERS = `
  SELECT coalesce(max(a.application_name), '') AS name
  FROM pg_locks l JOIN pg_stat_activity a USING (pid)
  WHERE l.locktype = 'advisory' AND l.classid = ${APP_LOCK[0]} AND l.objid = ${APP_LOCK[1]} AND l.granted`;
const OTHER_SESSIONS = `
  SELECT count(*)::int AS count FROM pg_stat_activity
  WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()`;

/** @throws the error of pg when the server does not answer or does not know these credentials */
export async function enter(credentials: Credentials, port: number, name: string): Promise<Presence> {
  const session = new pg.Client({
    connectionString: urlFor('admin', credentials, port),
    application_name: name,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  });
  session.on('error', () => {});
  const ended = new Promise<void>((done) => session.once('end', () => done()));
  await session.connect();
  return { session, ended };
}

/** Becomes the one app of this server; false when another process is. */
export async function lockApp({ session }: Presence): Promise<boolean> {
  const { rows } = await session.query<{ locked: boolean }>(
    `SELECT pg_try_advisory_lock(${APP_LOCK.join(', ')}) AS locked`,
  );
  return rows[0]?.locked ?? false;
}

/** The name that the holder of the lock gave itself, or an empty string. */
export async function findLockHolder({ session }: Presence): Promise<string> {
  const { rows } = await session.query<{ name: string }>(LOCKED_BY_OTHERS);
  return rows[0]?.name ?? '';
}

/**
 * Whether nobody else uses the server; sessions that were closed a moment ago take a moment to go. If so, the lock
 * is held from now on, so that an app that comes now waits.
 */
export async function isLast(presence: Presence): Promise<boolean> {
  if (!(await lockApp(presence))) return false;
  for (let look = 0; look < LAST_LOOKS; look++) {
    if ((await countOthers(presence)) === 0) return true;
    await sleep(LAST_LOOK_MS);
  }
  return false;
}

async function countOthers({ session }: Presence): Promise<number> {
  const { rows } = await session.query<{ count: number }>(OTHER_SESSIONS);
  return rows[0]?.count ?? 0;
}
