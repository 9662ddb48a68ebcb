// Transactions that stay open until the test ends them, for tests of races.
import { sql, type Transaction } from 'kysely';
import { expect, onTestFinished, vi } from 'vitest';
import { type Actor, changeAs } from '#lib/server/platform/audit/service.ts';
import type { Db } from '#lib/server/platform/db/connect.ts';
import type { DB } from '#lib/server/platform/db/schema.generated.ts';

const SOON = { timeout: 10_000, interval: 5 };

type Work<T> = (tx: Transaction<DB>) => Promise<T>;

/** Runs work in a transaction, with an actor if one is given, and leaves it open. */
export async function hold<T>(db: Db, work: Work<T>, by?: Actor) {
  const done = Promise.withResolvers<T>();
  const ending = Promise.withResolvers<void>();
  const held = async (tx: Transaction<DB>) => {
    done.resolve(await work(tx));
    await ending.promise;
  };
  const ended = by ? changeAs(db, by, held) : db.transaction().execute(held);
  ended.catch(done.reject);
  onTestFinished(() => ending.resolve());
  return {
    result: await done.promise,
    commit() {
      ending.resolve();
      return ended;
    },
    async rollBack() {
      ending.reject(new Error('rolled back'));
      await ended.catch(() => undefined);
    },
  };
}

/** Waits until a session of this database waits for a lock. */
export async function untilLockWait(db: Db): Promise<void> {
  const waiting = sql`
    select from pg_locks join pg_stat_activity using (pid) where not granted and datname = current_database()
  `;
  await vi.waitFor(async () => expect((await waiting.execute(db)).rows).not.toEqual([]), SOON);
}

/**
 * Sessions learn of a standby's name before the checkpointer does, by which commits wait: this returns once a commit waits. It
 * waits on.
 */
export async function untilCommitsWait(db: Db, prober: Db): Promise<void> {
  let isDone = true;
  const probe = async () => {
    isDone = false;
    await prober.transaction().execute(async (tx) => {
      await sql`set local synchronous_commit = on`.execute(tx);
      await sql`select pg_logical_emit_message(true, 'probe', '')`.execute(tx);
    });
    isDone = true;
  };
  await vi.waitFor(async () => {
    if (isDone) void probe();
    expect(await countWaiting(db)).toBe(1);
  }, SOON);
}

/** Sessions that wait for a synchronous standby. */
export async function countWaiting(db: Db): Promise<number> {
  const { rows } = await sql`select from pg_stat_activity where wait_event = 'SyncRep'`.execute(db);
  return rows.length;
}
