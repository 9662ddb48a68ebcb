import { sql } from 'kysely';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { connect } from '#lib/server/platform/db/connect.ts';
import { connectAsAdmin, directUrl, sharedDatabase } from './setup/database.ts';

describe('a connection', () => {
  test('that breaks while in use fails only its own query', async () => {
    const { db, pool } = await sharedDatabase();
    const admin = connectAsAdmin();
    const events: string[] = [];
    pool.on('connect', (client) => client.on('end', () => events.push('ended')));

    const work = db.transaction().execute(async (tx) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
      await sql`select pg_terminate_backend(${rows[0]!.pid})`.execute(admin);
      await vi.waitFor(() => expect(events).toEqual(['ended']), { timeout: 5_000 });
      await sql`select 1`.execute(tx);
    });
    await expect(work).rejects.toThrow();
    expect((await sql<{ one: number }>`select 1 as one`.execute(db)).rows).toEqual([{ one: 1 }]);
  });

  test('that breaks while idle is replaced and reported', async () => {
    const { appUrl } = await sharedDatabase();
    const admin = connectAsAdmin();
    const heard: Error[] = [];
    const { db, close } = connect(directUrl(appUrl), { max: 1, onError: (error) => heard.push(error) });
    onTestFinished(close);
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db);
    await sql`select pg_terminate_backend(${rows[0]!.pid})`.execute(admin);
    await vi.waitFor(() => expect(heard).toHaveLength(1), { timeout: 5_000 });
    expect((await sql<{ one: number }>`select 1 as one`.execute(db)).rows).toEqual([{ one: 1 }]);
  });

  test('reads counts as numbers, days and times of day as text, and instants as dates', async () => {
    const { db } = await sharedDatabase();
    const { rows } = await sql`
      select 9007199254740991::bigint as big, count(*) as count, date '2026-08-18' as day, time '14:30:00' as time,
             timestamptz '2026-08-18 14:30:00+09' as instant, '{1,2}'::smallint[] as numbers,
             '{-3,9007199254740991}'::bigint[] as bigs
    `.execute(db);
    expect(rows).toEqual([
      {
        big: Number.MAX_SAFE_INTEGER,
        count: 1,
        day: '2026-08-18',
        time: '14:30',
        instant: new Date('2026-08-18T05:30:00Z'),
        numbers: [1, 2],
        bigs: [-3, Number.MAX_SAFE_INTEGER],
      },
    ]);
  });
});
