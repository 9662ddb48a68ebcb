// Group commit where something fails: nothing that was acknowledged is lost, and nothing counts twice.
import { connect as connectSocket, createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { sql } from 'kysely';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Db } from '#lib/server/platform/db/connect.ts';
import { BusyError } from '#lib/server/platform/errors.ts';
import * as forecasts from '#lib/server/forecasts/service.ts';
import { countTransactions, numbers, openBatches } from './setup/batches.ts';
import { cloneDatabase } from './setup/database.ts';
import { forecastOf, insertForecaster, insertForecasters, questionId } from './setup/factories.ts';
import { withSettings } from './setup/session-url.ts';

async function setUp() {
  const { db, owner, appUrl } = await cloneDatabase();
  return { db, owner, appUrl, final: await questionId(db, 'final-3') };
}

/** PostgreSQL's command tag of a statement that was executed and committed. */
const COMMITTED = 'SELECT ';

/**
 * A proxy between the site and its database that drops the connection after a commit and before its answer, as often as
 * `cut` says.
 */
async function openNetwork(appUrl: string) {
  const { hostname, port } = new URL(appUrl);
  const network = { url: '', cut: 0 };
  const sockets = new Set<Socket>();
  const server = createServer((site) => {
    const database = connectSocket(Number(port), hostname);
    for (const socket of [site, database]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
    }
    site.pipe(database);
    database.on('data', (chunk) => {
      if (network.cut > 0 && chunk.includes(COMMITTED)) {
        network.cut -= 1;
        site.destroy();
        database.destroy();
      } else site.write(chunk);
    });
    site.on('close', () => database.destroy());
    database.on('close', () => site.destroy());
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const url = new URL(appUrl);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  network.url = url.toString();
  return network;
}

describe('a connection that is cut between the commit and its answer', () => {
  test('loses no receipt: what was committed is found by its request, and counts once', async () => {
    const { db, appUrl, final } = await setUp();
    const network = await openNetwork(appUrl);
    const batches = openBatches(network.url);
    const accounts = await insertForecasters(db, 12);
    network.cut = 1;
    const receipts = await Promise.all(
      accounts.map((id, i) => batches.place(forecastOf(id, final, numbers(i)))),
    );
    expect(network.cut).toBe(0);
    expect(receipts.filter(({ replayed }) => replayed).length).toBeGreaterThan(0);
    const rows = await db
      .selectFrom('forecast')
      .select(['accountId', 'seq'])
      .where('accountId', 'in', accounts)
      .execute();
    expect(rows).toHaveLength(accounts.length);
    expect(rows.map(({ seq }) => seq).toSorted()).toEqual(receipts.map(({ seq }) => seq).toSorted());
  });

  test('before the process is killed: the same request to another one gives the receipt', async () => {
    const { db, appUrl, final } = await setUp();
    const network = await openNetwork(appUrl);
    const killed = openBatches(network.url);
    const forecast = forecastOf(await insertForecaster(db), final);
    network.cut = 2;
    await expect(killed.place(forecast)).rejects.toThrow();
    const receipt = await openBatches(appUrl).place(forecast);
    expect(receipt).toMatchObject({ requestId: forecast.requestId, replayed: true, isFirst: true });
    expect(await forecasts.log(db, forecast.accountId)).toHaveLength(1);
  });
});

describe('a row that makes its statement fail', () => {
  /** No account has this id: a foreign key violation. */
  const NOBODY = 999_999;

  test('fails alone: the others of its batch are placed, each once', async () => {
    const { db, appUrl, final } = await setUp();
    const batches = openBatches(appUrl);
    const accounts = await insertForecasters(db, 20);
    const results = await Promise.allSettled(
      [...accounts.slice(0, 10), NOBODY, ...accounts.slice(10)].map((id) =>
        batches.place(forecastOf(id, final)),
      ),
    );
    expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(1);
    expect(results[10]).toMatchObject({ status: 'rejected', reason: { code: '23503' } });
    const rows = await db.selectFrom('forecast').select('seq').where('accountId', 'in', accounts).execute();
    expect(rows).toHaveLength(20);
  });

  test('goes alone the next time, so that it delays no batch', async () => {
    const { db, appUrl, final } = await setUp();
    const batches = openBatches(appUrl);
    await expect(batches.place(forecastOf(NOBODY, final))).rejects.toMatchObject({ code: '23503' });
    const accounts = await insertForecasters(db, 62);
    const results = await Promise.allSettled(
      [...accounts.slice(0, 40), NOBODY, ...accounts.slice(40)].map((id) =>
        batches.place(forecastOf(id, final)),
      ),
    );
    expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(1);
    // Two alone at the beginning, and the other sixty in one: none had to be tried again.
    expect(await countTransactions(db, accounts)).toBe(3);
  });
});

describe('while a question is held', () => {
  /** Starts placing while the question's lock is taken. @returns the outcomes, once it is free again */
  async function placeWhileHeld(
    owner: Db,
    question: number,
    place: () => Promise<unknown>[],
  ): Promise<unknown[]> {
    const placing = await owner.transaction().execute(async (tx) => {
      await sql`select pg_advisory_xact_lock(question_lock_class(), ${question})`.execute(tx);
      const outcomes = place().map((placed) =>
        placed.then(
          () => 'placed',
          (error: unknown) => error,
        ),
      );
      expect(await Promise.race(outcomes)).toBeInstanceOf(BusyError);
      return outcomes;
    });
    return Promise.all(placing);
  }

  test('one account waits with eight forecasts at most, and keeps nobody else out', async () => {
    const { db, owner, appUrl, final } = await setUp();
    const batches = openBatches(appUrl);
    const [flooding, other] = await insertForecasters(db, 2);
    const outcomes = await placeWhileHeld(owner, final, () => [
      ...Array.from({ length: 2_100 }, (_, i) =>
        batches.place(forecastOf(flooding, final, numbers(i % 200))),
      ),
      batches.place(forecastOf(other, final)),
    ]);
    expect(outcomes.filter((outcome) => outcome === 'placed')).toHaveLength(1 + 8 + 1);
    expect(outcomes.at(-1)).toBe('placed');
  });

  test('until its statements are cancelled, all who wait are refused at once', async () => {
    const { db, owner, appUrl, final } = await setUp();
    const batches = openBatches(withSettings(appUrl, '-c statement_timeout=500ms'));
    const accounts = await insertForecasters(db, 300);
    let refused = 0;
    await placeWhileHeld(owner, final, () =>
      accounts.map((account) =>
        batches.place(forecastOf(account, final)).catch((error: unknown) => {
          refused += 1;
          throw error;
        }),
      ),
    );
    // Two batches of 64 at most were in flight; the rest did not wait for statements of their own.
    expect(refused).toBeGreaterThanOrEqual(300 - 2 * 64);
  });

  test('more than can be written soon are refused as busy, and other questions go on', async () => {
    const { db, owner, appUrl, final } = await setUp();
    const batches = openBatches(appUrl);
    const count = await questionId(db, 'count-3');
    const total: number = 2_011;
    const [first = 0, ...others] = await insertForecasters(db, total);
    const outcomes = await placeWhileHeld(owner, final, () => [
      ...others.map((id) => batches.place(forecastOf(id, final))),
      batches.place(forecastOf(first, count, [100, 700, 100, 100])),
    ]);
    // Two are in flight and 2,000 wait.
    expect(outcomes.filter((outcome) => outcome instanceof BusyError)).toHaveLength(8);
    expect(outcomes.at(-1)).toBe('placed');
  });
});
