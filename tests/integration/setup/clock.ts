import { onTestFinished } from 'vitest';
import { type Db, connect } from '#lib/server/db/connect.ts';

/** The same database and role, with the clock standing still at an instant for this connection alone. */
export function connectAt(url: string, instant: string): Db {
  const { db, close } = connect(urlAt(url, instant), { max: 2 });
  onTestFinished(close);
  return db;
}

/** The address of that database, for whoever connects by himself. */
export function urlAt(url: string, instant: string): string {
  const stopped = new URL(url);
  stopped.searchParams.set('options', `-c final_two.now=${instant}`);
  return stopped.toString();
}
