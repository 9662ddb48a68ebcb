// The log follower passes on every row once, however late it commits, and reads nothing else.
import { sql } from 'kysely';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { LogFollower } from '#lib/server/forecasts/log/follower.ts';
import type { StatusChange } from '#lib/server/forecasts/log/queries.ts';
import { connectAsAdmin } from './setup/database.ts';
import { insertForecaster, insertForecasters } from './setup/factories.ts';
import { recompute, setUp, somePermille, SOON, startKeeper } from './setup/keeper.ts';
import { fillLog, insertForecast, listSeqs, sorted, startFollower } from './setup/log.ts';
import { countWaiting, hold, untilCommitsWait } from './setup/transactions.ts';

/** Transactions of other tests on this server keep gaps open, too. */
function untilGapsClose(log: LogFollower) {
  return vi.waitFor(async () => {
    await log.poll();
    expect(log.gaps).toBe(0);
  }, SOON);
}

describe('a forecast that commits after later ones', () => {
  test('is passed on by followers started before and during it, though thousands of rows went by', async () => {
    const { database, db, id, newcomer } = await setUp();
    const before = await startFollower(database);
    const account = await newcomer();
    const held = await hold(db, (tx) => insertForecast(tx, id, account));
    const other = await newcomer();
    for (let i = 0; i < 4; i++) {
      await fillLog(database.appUrl, id, other, 3_000);
      await before.log.poll();
    }
    const meanwhile = await startFollower(database);
    await insertForecast(db, id, await newcomer());
    for (const { log } of [before, meanwhile]) for (let i = 0; i < 5; i++) await log.poll();
    expect(before.seqs).not.toContain(held.result);
    expect(before.log.gaps).toBe(1);
    const read = before.log.rowsRead;

    await held.commit();
    for (const { log } of [before, meanwhile]) await untilGapsClose(log);
    await vi.waitFor(async () => {
      await meanwhile.log.poll();
      expect(meanwhile.seqs).toContain(held.result);
    }, SOON);
    expect(sorted([...before.stood, ...before.seqs])).toEqual(await listSeqs(db));
    expect(before.log.rowsRead).toBe(read + 1);
    expect(meanwhile.seqs.length).toBe(new Set(meanwhile.seqs).size);
  });

  test('is in the odds of keepers started before, during and after it', async () => {
    const { database, db, id, newcomer, place } = await setUp();
    const before = await startKeeper(database);
    const account = await newcomer();
    const held = await hold(db, (tx) => insertForecast(tx, id, account, [900, 700, 400]));
    for (let i = 0; i < 10; i++) {
      await place(await newcomer(), somePermille());
      await before.poll();
    }
    const meanwhile = await startKeeper(database);
    const without = await recompute(db, id);
    expect(without.forecasters).toBe(10);
    for (const keeper of [before, meanwhile]) expect(keeper.crowd(id)).toMatchObject(without);

    await held.commit();
    const after = await startKeeper(database);
    const expected = await recompute(db, id);
    expect(expected.forecasters).toBe(11);
    for (const keeper of [before, meanwhile, after])
      await vi.waitFor(() => expect(keeper.crowd(id)).toMatchObject(expected), SOON);
  });

  test('is passed on by a follower started before the commit, even when its account has forecast again since', async () => {
    const { database, db, id, newcomer } = await setUp();
    const [account, other] = [await newcomer(), await newcomer()];
    const held = await hold(db, (tx) => insertForecast(tx, id, account));
    await insertForecast(db, id, other);
    const { log, stood, seqs } = await startFollower(database);
    await log.poll();
    expect([...stood, ...seqs]).not.toContain(held.result);
    await held.commit();
    const again = await insertForecast(db, id, account);
    await vi.waitFor(async () => {
      await log.poll();
      expect(seqs).toContain(held.result);
    }, SOON);
    expect(seqs.filter((seq) => seq === held.result)).toHaveLength(1);
    expect(seqs).toContain(again);
  });

  test('is passed on when its commit waited for a synchronous standby', async () => {
    const { database, db, id, newcomer } = await setUp();
    const [admin, prober] = [connectAsAdmin(), connectAsAdmin()];
    const standbys = async (names: string) => {
      await sql`alter system set synchronous_standby_names = ${sql.lit(names)}`.execute(admin);
      await sql`select pg_reload_conf()`.execute(admin);
    };
    const { log, seqs } = await startFollower(database);
    const account = await newcomer();
    onTestFinished(() => standbys(''));
    // Other sessions of this server run with synchronous_commit off.
    await standbys('stalled');
    const stalled = await hold(db, async (tx) => {
      await vi.waitFor(async () => {
        const { rows } = await sql<{ names: string }>`
          select current_setting('synchronous_standby_names') as names
        `.execute(tx);
        expect(rows).toEqual([{ names: 'stalled' }]);
      }, SOON);
      await sql`set local synchronous_commit = on`.execute(tx);
      return insertForecast(tx, id, account);
    });
    await untilCommitsWait(admin, prober);
    const committed = stalled.commit();
    await vi.waitFor(async () => expect(await countWaiting(admin)).toBe(2), SOON);
    const later = await insertForecast(db, id, await newcomer());
    for (let i = 0; i < 5; i++) await log.poll();
    expect([seqs, log.gaps]).toEqual([[later], 1]);
    await standbys('');
    await committed;
    await untilGapsClose(log);
    expect(seqs).toEqual([later, stalled.result]);
  });
});

describe('a forecast that is rolled back', () => {
  test('leaves a gap that closes once no transaction can fill it, and not before', async () => {
    const { database, db, id, newcomer } = await setUp();
    const { log, seqs } = await startFollower(database);
    const account = await newcomer();
    const older = await hold(db, (tx) => sql`select pg_current_xact_id()`.execute(tx));
    const held = await hold(db, (tx) => insertForecast(tx, id, account));
    const later = await insertForecast(db, id, await newcomer());
    await held.rollBack();
    for (let i = 0; i < 5; i++) await log.poll();
    expect([seqs, log.gaps]).toEqual([[later], 1]);
    await older.commit();
    await untilGapsClose(log);
    expect(seqs).toEqual([later]);
  });
});

describe('forecasts that processes hand to their followers', () => {
  test('are passed on immediately and exactly once, among polled and late ones', async () => {
    const { database, db, id, place } = await setUp();
    const followers = await Promise.all(Array.from({ length: 3 }, () => startFollower(database)));
    const accounts = await insertForecasters(db, 60);
    let isOver = false;
    const polling = followers.map(async ({ log }) => {
      while (!isOver) await log.poll();
    });
    await Promise.all(
      accounts.map(async (accountId, i) => {
        const { log, seqs } = followers[i % followers.length]!;
        if (i % 5 === 0) {
          const held = await hold(db, (tx) => insertForecast(tx, id, accountId));
          return i % 2 === 0 ? held.commit() : held.rollBack();
        }
        for (let round = 0; round < 3; round++) {
          const receipt = await place(accountId, somePermille());
          log.take({ ...receipt, accountId });
          expect(seqs).toContain(receipt.seq);
        }
      }),
    );
    isOver = true;
    await Promise.all(polling);
    const expected = await listSeqs(db);
    for (const { log, stood, seqs } of followers) {
      await untilGapsClose(log);
      expect(sorted([...stood, ...seqs])).toEqual(expected);
    }
  });

  test('give every process the odds recomputed from the log', async () => {
    const { database, db, id, place } = await setUp();
    const keepers = await Promise.all(Array.from({ length: 3 }, () => startKeeper(database)));
    const accounts = await insertForecasters(db, 45);
    const storm = () =>
      Promise.all(
        accounts.map(async (accountId, i) => {
          const keeper = keepers[i % keepers.length]!;
          const permille = i % 7 === 0 ? null : somePermille();
          await place(accountId, somePermille());
          const receipt = await place(accountId, permille);
          keeper.take({ ...receipt, accountId });
          expect(keeper.crowd(id).version).toBeGreaterThanOrEqual(receipt.seq);
        }),
      );
    await storm();
    const [amid] = await Promise.all([startKeeper(database), storm()]);
    const expected = await recompute(db, id);
    for (const keeper of [...keepers, amid])
      await vi.waitFor(() => expect(keeper.crowd(id)).toMatchObject(expected), SOON);
  });

  test('cost each process one read of each row, and nothing while nothing is new', async () => {
    const { database, db, place } = await setUp();
    const followers = await Promise.all(Array.from({ length: 3 }, () => startFollower(database)));
    const accounts = await insertForecasters(db, 100);
    for (const [i, accountId] of accounts.entries()) {
      const receipt = await place(accountId, somePermille());
      followers[i % 3]!.log.take({ ...receipt, accountId });
      if (i % 10 === 0) for (const { log } of followers) await log.poll();
    }
    for (let i = 0; i < 5; i++) for (const { log } of followers) await log.poll();
    expect(followers.map(({ log }) => log.rowsRead)).toEqual([100, 100, 100]);
  });
});

describe('a poll', () => {
  test('passes on everything committed before it, however many rows', async () => {
    const { database, db, id, newcomer } = await setUp();
    const { log, stood, seqs } = await startFollower(database);
    await fillLog(database.appUrl, id, await newcomer(), 12_000);
    await log.poll();
    expect(sorted([...stood, ...seqs])).toEqual(await listSeqs(db));
    expect(seqs).toHaveLength(12_000);
  });

  test('ends under continuous forecasts and concurrent calls', async () => {
    const { database, db, id } = await setUp();
    const { log } = await startFollower(database);
    const accounts = await insertForecasters(db, 40);
    let isOver = false;
    const arriving = [0, 1, 2, 3].map(async (worker) => {
      for (let i = worker; !isOver; i += 4) await insertForecast(db, id, accounts[i % accounts.length]!);
    });
    for (let i = 0; i < 5; i++) await Promise.all(Array.from({ length: 50 }, () => log.poll()));
    isOver = true;
    await Promise.all(arriving);
  });

  test('that fails is repeated without losing or repeating a row', async () => {
    const { database, db, owner, id, newcomer } = await setUp();
    const { log, stood, seqs } = await startFollower(database);
    const account = await newcomer();
    await insertForecast(db, id, account);
    const role = sql.id(new URL(database.appUrl).username);
    // Rows are readable, accounts are not.
    await sql`revoke select on account from ${role}`.execute(owner);
    await expect(log.poll()).rejects.toThrow('permission denied');
    const second = await insertForecast(db, id, account);
    log.take({ seq: second, questionId: id, accountId: account, madeAt: new Date(), permille: null });
    expect(seqs).toEqual([second]);
    await expect(log.poll()).rejects.toThrow('permission denied');
    await sql`grant select on account to ${role}`.execute(owner);
    await log.poll();
    expect(sorted([...stood, ...seqs])).toEqual(await listSeqs(db));
  });
});

describe('the exclusion of an account', () => {
  async function startListening() {
    const site = await setUp();
    const { log } = await startFollower(site.database);
    const heard: StatusChange[] = [];
    log.listen(({ statuses }) => heard.push(...statuses));
    return { ...site, log, heard };
  }

  test('is passed on once per change, however late the change commits', async () => {
    const { db, owner, log, heard } = await startListening();
    const [first, second, third] = await insertForecasters(db, 3);
    await vi.waitFor(async () => {
      heard.length = 0;
      await log.poll();
      expect(heard).toEqual([]);
    }, SOON);
    const held = await hold(owner, (tx) =>
      sql`update account set excluded_at = now() where id = ${first}`.execute(tx),
    );
    await sql`update account set is_admin = true where id = ${second}`.execute(owner);
    await sql`update account set password_hash = 'another' where id = ${third}`.execute(owner);
    await log.poll();
    expect(heard).toEqual([{ accountId: second, status: 'excluded' }]);
    await held.commit();
    await log.poll();
    expect(heard).toContainEqual({ accountId: first, status: 'excluded' });
    await sql`update account set excluded_at = null where id = ${first}`.execute(owner);
    await log.poll();
    expect(heard.at(-1)).toEqual({ accountId: first, status: 'counted' });
    expect(heard.some(({ accountId }) => accountId === third)).toBe(false);
  });

  test('is known at the start', async () => {
    const { database, owner } = await setUp();
    const admin = await insertForecaster(owner, { isAdmin: true });
    const log = new LogFollower(database.db);
    const heard: StatusChange[] = [];
    log.listen(({ statuses }) => heard.push(...statuses));
    await log.start();
    expect(heard).toContainEqual({ accountId: admin, status: 'excluded' });
  });
});
