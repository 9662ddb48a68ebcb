// A question that changes while its result waits for it, and a publication that is interrupted.
import { sql, type Transaction } from 'kysely';
import { describe, expect, onTestFinished, test } from 'vitest';
import { connect, type Db } from '#lib/server/platform/db/connect.ts';
import type { DB } from '#lib/server/platform/db/schema.generated.ts';
import { ResolutionConflictError } from '#lib/server/platform/errors.ts';
import { closeNow, lockGate, readClock } from '#lib/server/questions/queries.ts';
import * as resolutions from '#lib/server/results/resolutions/service.ts';
import { HOUR_MS } from './setup/clock.ts';
import { cloneDatabase, directUrl } from './setup/database.ts';
import { startEdition } from './setup/editions.ts';
import {
  insertForecaster,
  insertForecasters,
  insertQuestion,
  placeOn,
  questionId,
  resultOf,
} from './setup/factories.ts';
import { instantAfter } from './setup/clock.ts';
import { expectScoresOfLog, FIELD, outcomeOf, SLOW_MS } from './setup/races.ts';
import { readTables, type TableRows } from './setup/tables.ts';
import { hold, untilLockWait } from './setup/transactions.ts';
import { watched } from './setup/watched.ts';

describe('a question that changes while its result waits for the lock', () => {
  test('is scored up to the close that was committed first', async () => {
    const { db, owner } = await cloneDatabase();
    const [admin, closer] = await insertForecasters(owner, 2, { isAdmin: true });
    const account = await insertForecaster(db);
    const opensAt = new Date((await readClock(db)).getTime() - HOUR_MS);
    const id = await insertQuestion(owner, { slug: 'race', seats: 2, options: FIELD, opensAt });
    await placeOn(db, 'race', account, [300, 400, 300, 400, 600]);
    await instantAfter(db);
    const close = async (tx: Transaction<DB>) => {
      await lockGate(tx, id);
      await closeNow(tx, id);
    };
    const closing = await hold(db, close, { accountId: closer });
    const knownAt = await instantAfter(db);
    const publishing = resolutions.publish(db, admin, 'race', resultOf(outcomeOf(2), knownAt), 0);
    await untilLockWait(db);
    await Promise.all([closing.commit(), publishing]);
    await expectScoresOfLog(db, 'race', outcomeOf(2), knownAt);
  });

  test('and gets a new edition is resolved alone, because older editions follow only the newest', async () => {
    const { db, owner } = await cloneDatabase();
    const admin = await insertForecaster(owner, { isAdmin: true });
    await startEdition(db, admin);
    await instantAfter(db);
    const starting = await hold(owner, async (tx) => {
      const id = await questionId(tx, 'final-3b');
      await lockGate(tx, id);
      await closeNow(tx, id);
      const options = ['skt', 'upstage', 'lg', 'motif'];
      const opensAt = await readClock(tx);
      await insertQuestion(tx, { slug: 'final-3c', kind: 'final', seats: 2, options, opensAt });
    });
    const result = resultOf([true, true, false, false], await instantAfter(db));
    const publishing = resolutions.publish(db, admin, 'final-3b', result, 0);
    await untilLockWait(db);
    await starting.commit();
    expect(await publishing).toEqual({ version: 1, editions: [] });
    for (const slug of ['final-3', 'final-3c'])
      expect(await resolutions.versions(db, await questionId(db, slug))).toEqual([]);
  });
});

describe('a publication that is interrupted', () => {
  /** Two editions of a question with forecasts on both. */
  async function setUp() {
    const { db, owner, appUrl } = await cloneDatabase({ max: 2 });
    const admin = await insertForecaster(owner, { isAdmin: true });
    const people = await insertForecasters(db, 3);
    for (const [i, account] of people.entries()) {
      await placeOn(db, 'final-3', account, [800 - 50 * i, 800 - 50 * i, 400 + 100 * i]);
    }
    await startEdition(db, admin);
    for (const account of people) await placeOn(db, 'final-3b', account, [800, 700, 300, 200]);
    const knownAt = await instantAfter(db);
    const publish = (db: Db, version: number) => {
      const outcome = version % 2 === 0 ? [true, true, false, false] : [false, true, true, false];
      return resolutions.publish(db, admin, 'final-3b', resultOf(outcome, knownAt, 'again'), version);
    };
    // The app's role may terminate its own sessions.
    const killer = connect(directUrl(appUrl), { max: 2 });
    onTestFinished(killer.close);
    const { pool, close } = connect(directUrl(appUrl), { max: 2 });
    onTestFinished(close);
    const kill = async (pid: number) => {
      await sql`select pg_terminate_backend(${pid}, 5000)`.execute(killer.db);
    };
    return { db, pool, owner, publish, kill };
  }

  const WRITTEN = [
    ...['audit_event', 'board', 'board_entry', 'content_change', 'entrant', 'notice'],
    ...['reference_score', 'resolution', 'round', 'score', 'score_line'],
  ];
  /** Later versions here change who goes on, and not the day. */
  const CORRECTED = WRITTEN.filter((table) => table !== 'round');
  /** The round of the question takes its outcome from the result: these rows are changed, not added. */
  const CHANGED = ['entrant', 'round'];

  /** The tables with new or changed rows and the number of transactions that wrote them; expects all other rows unchanged. */
  function added(before: TableRows[], after: TableRows[]) {
    const transactions = new Set<string>();
    const tables: string[] = [];
    after.forEach(({ table, rows }, i) => {
      const old = new Set(before[i]!.rows);
      const kept = rows.filter((row) => old.has(row)).length;
      if (CHANGED.includes(table)) expect(rows).toHaveLength(old.size);
      else expect(kept).toBe(old.size);
      const fresh = rows.filter((row) => !old.has(row));
      for (const row of fresh) transactions.add(row.slice(0, row.indexOf(' ')));
      if (fresh.length > 0) tables.push(table);
    });
    return { tables, transactions: transactions.size };
  }

  test(
    'between any two statements leaves everything as before, and can be made again',
    { timeout: SLOW_MS },
    async () => {
      const { db, pool, owner, publish, kill } = await setUp();
      let version = 0;
      const statements: string[] = [];
      const beforeAll = await readTables(owner);
      await publish(watched(pool, { before: async (_, text) => void statements.push(text) }), version++);
      expect(added(beforeAll, await readTables(owner))).toEqual({ tables: WRITTEN, transactions: 1 });
      expect(statements[0]).toBe('begin');
      expect(statements.at(-1)).toBe('commit');
      expect(statements.length).toBeGreaterThan(15);

      for (let number = 1; number <= statements.length; number++) {
        const before = await readTables(owner);
        const dying = watched(pool, {
          before: async (n, _, pid) => (n === number ? kill(pid) : undefined),
        });
        await expect(publish(dying, version)).rejects.toThrow(/terminat|connection/i);
        expect(await readTables(owner)).toEqual(before);
        expect(await publish(db, version)).toEqual({ version: ++version, editions: ['final-3'] });
        expect(added(before, await readTables(owner))).toEqual({ tables: CORRECTED, transactions: 1 });
      }
    },
  );

  test('after the commit keeps everything, even when the admin gets no response', async () => {
    const { db, pool, owner, publish, kill } = await setUp();
    const before = await readTables(owner);
    const dying = watched(pool, {
      after: async (text, pid) => (text === 'commit' ? kill(pid) : undefined),
    });
    await publish(dying, 0);
    expect(added(before, await readTables(owner))).toEqual({ tables: WRITTEN, transactions: 1 });
    await expect(publish(db, 0)).rejects.toThrow(ResolutionConflictError);
  });

  test('during any statement leaves everything or nothing', { timeout: SLOW_MS }, async () => {
    const { db, pool, owner, publish, kill } = await setUp();
    let [version, lost] = [0, 0];
    for (let number = 1; ; number++) {
      const before = await readTables(owner);
      let killed: Promise<void> | undefined;
      const dying = watched(pool, {
        before: async (n, _, pid) => {
          if (n === number) killed = kill(pid);
        },
      });
      const done = await publish(dying, version).then(
        () => true,
        () => false,
      );
      if (!killed) break;
      // From here on the terminated session writes nothing.
      await killed;
      const after = await readTables(owner);
      const change = added(before, after);
      if (change.transactions === 0) {
        expect(done).toBe(false);
        expect(after).toEqual(before);
        lost++;
      } else {
        expect(change).toEqual({ tables: version === 0 ? WRITTEN : CORRECTED, transactions: 1 });
        version++;
      }
    }
    expect(lost).toBeGreaterThan(0);
    expect(await publish(db, version + 1)).toMatchObject({ version: version + 2 });
  });
});
