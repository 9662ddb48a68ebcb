import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { urlFor, type Credentials } from './settings.ts';

/**
 * One open session of this process in the embedded server. It marks the server as in use, detects at once when the
 * server dies, and holds the advisory lock of the app, which PostgreSQL releases when the process dies.
 */
export interface Presence {
  session: pg.Client;
  /** Settles when the session has ended, for whatever reason. */
  ended: Promise<void>;
}

const LAST_SESSION_CHECKS = 20;
const LAST_SESSION_CHECK_MS = 25;
/** Advisory lock key: "final" and "two" in ASCII, cut to 32-bit integers. */
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

/** Takes the app lock; false when another process holds it. */
export async function lockApp({ session }: Presence): Promise<boolean> {
  const { rows } = await session.query<{ locked: boolean }>(
    `SELECT pg_try_advisory_lock(${APP_LOCK.join(', ')}) AS locked`,
  );
  return rows[0]?.locked ?? false;
}

/** `application_name` of the app lock's holder, or an empty string. */
export async function findLockHolder({ session }: Presence): Promise<string> {
  const { rows } = await session.query<{ name: string }>(LOCKED_BY_OTHERS);
  return rows[0]?.name ?? '';
}

/**
 * Whether this is the only session; recently closed ones are given time to end. If so, takes the app lock, so that a
 * new app waits until the server has stopped.
 */
export async function isLast(presence: Presence): Promise<boolean> {
  if (!(await lockApp(presence))) return false;
  for (let look = 0; look < LAST_SESSION_CHECKS; look++) {
    if ((await countOthers(presence)) === 0) return true;
    await sleep(LAST_SESSION_CHECK_MS);
  }
  return false;
}

async function countOthers({ session }: Presence): Promise<number> {
  const { rows } = await session.query<{ count: number }>(OTHER_SESSIONS);
  return rows[0]?.count ?? 0;
}
