import { onTestFinished } from 'vitest';
import { type Db, connect } from '#lib/server/platform/db/connect.ts';
import { readClock } from '#lib/server/questions/queries.ts';
import { withSettings } from './session-url.ts';

export const HOUR_MS = 3_600_000;

/** The same database and role, with the clock of the connection fixed at an instant; closed after the test. */
export function connectAt(url: string, instant: string): Db {
  const { db, close } = connect(urlAt(url, instant), { max: 2 });
  onTestFinished(close);
  return db;
}

/** The address of that database with its clock at an instant. */
export function urlAt(url: string, instant: string): string {
  return withSettings(url, `-c final_two.now=${instant}`);
}

/**
 * The next whole millisecond of the database's clock, once it has come: later than every row written so far, whose times
 * have microseconds, while a `Date` would be cut down to a millisecond before them.
 */
export async function instantAfter(db: Db): Promise<Date> {
  const before = await readClock(db);
  let now = before;
  while (now <= before) now = await readClock(db);
  return now;
}

export interface Hours {
  timeAt: (hours: number) => Date;
  /** The database as it is so many hours after the beginning. */
  at: (hours: number) => Db;
}

/** Connections to a database whose clocks stand at hours after a beginning, one for each hour. */
export function hoursAfter(begin: Date, url: string): Hours {
  const connections = new Map<number, Db>();
  const timeAt = (hours: number) => new Date(begin.getTime() + hours * HOUR_MS);
  const at = (hours: number) => {
    const db = connections.get(hours) ?? connectAt(url, timeAt(hours).toISOString());
    connections.set(hours, db);
    return db;
  };
  return { timeAt, at };
}
