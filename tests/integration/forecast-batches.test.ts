// Group commit: how forecasts are batched, and that every rule for single forecasts holds in a batch.
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { COMMAND_LINE } from '#lib/server/platform/audit/service.ts';
import {
  NotAForecastError,
  NothingToWithdrawError,
  QuestionNotFoundError,
  RequestIdTakenError,
} from '#lib/server/platform/errors.ts';
import type { LogRow } from '#lib/server/forecasts/log/queries.ts';
import { placeBatch } from '#lib/server/forecasts/queries.ts';
import * as forecasts from '#lib/server/forecasts/service.ts';
import * as questions from '#lib/server/questions/service.ts';
import { countTransactions, numbers, openBatches } from './setup/batches.ts';
import { cloneDatabase } from './setup/database.ts';
import { forecastOf, insertForecaster, insertForecasters, questionId } from './setup/factories.ts';
import { forecastUntilClosed, untilAccepted } from './setup/races.ts';
import { hold, untilLockWait } from './setup/transactions.ts';

async function setUp() {
  const database = await cloneDatabase();
  const [final, count] = [await questionId(database.db, 'final-3'), await questionId(database.db, 'count-3')];
  return { ...database, final, count };
}

function reasons(results: PromiseSettledResult<unknown>[]): unknown[] {
  return results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
}

describe('forecasts that arrive at once', () => {
  test('are written by a few statements, sixty-four by one at the most', async () => {
    const { db, appUrl, final } = await setUp();
    const batches = openBatches(appUrl);
    const accounts = await insertForecasters(db, 130);
    const receipts = await Promise.all(accounts.map((id) => batches.place(forecastOf(id, final))));
    expect(new Set(receipts.map(({ seq }) => seq)).size).toBe(130);
    // Two alone while nothing is in flight, then 64 and 64.
    expect(await countTransactions(db, accounts)).toBe(4);
  });

  test('are in the log as their receipts say', async () => {
    const { db, appUrl, final } = await setUp();
    const committed: LogRow[] = [];
    const batches = openBatches(appUrl, (row) => committed.push(row));
    const accounts = await insertForecasters(db, 40);
    const receipts = await Promise.all(
      accounts.map((id, i) => batches.place(forecastOf(id, final, numbers(i)))),
    );
    const rows = await db
      .selectFrom('forecast')
      .select(['questionId', 'accountId', 'seq', 'madeAt', 'permille', 'requestId'])
      .where('accountId', 'in', accounts)
      .orderBy('accountId')
      .execute();
    const receiptOf = ({ accountId: _, ...row }: (typeof rows)[number]) => ({
      ...row,
      isFirst: true,
      replayed: false,
    });
    expect(receipts).toEqual(rows.map(receiptOf));
    expect(committed.toSorted((a, b) => a.accountId - b.accountId)).toMatchObject(
      rows.map(({ requestId: _, ...row }) => row),
    );
    const standing = await db.selectFrom('standing').select(['accountId', 'seq', 'permille']).execute();
    for (const { accountId, seq, permille } of rows)
      expect(standing).toContainEqual({ accountId, seq, permille });
  });

  test('of one account are written one after the other, in their order', async () => {
    const { db, appUrl, final } = await setUp();
    const batches = openBatches(appUrl);
    const accountId = await insertForecaster(db);
    const receipts = await Promise.all(
      Array.from({ length: 8 }, (_, i) => batches.place(forecastOf(accountId, final, numbers(i)))),
    );
    expect(receipts.map(({ seq }) => seq)).toEqual(receipts.map(({ seq }) => seq).toSorted((a, b) => a - b));
    expect(receipts.map(({ isFirst }) => isFirst)).toEqual([true, ...Array<boolean>(7).fill(false)]);
    expect(await forecasts.standing(db, accountId)).toMatchObject([{ permille: numbers(7) }]);
  });

  test('on several questions do not wait for a question that is being closed', async () => {
    const { db, owner, appUrl, final, count } = await setUp();
    const batches = openBatches(appUrl);
    const accounts = await insertForecasters(db, 3);
    const waiting: Promise<unknown>[] = [];
    await owner.transaction().execute(async (tx) => {
      await sql`select pg_advisory_xact_lock(question_lock_class(), ${final})`.execute(tx);
      waiting.push(...accounts.map((id) => batches.place(forecastOf(id, final))));
      const other = await insertForecaster(db);
      await batches.place(forecastOf(other, count, [100, 700, 100, 100]));
    });
    await Promise.all(waiting);
  });
});

describe('a forecast that is refused', () => {
  test('is refused alone with its own error, whatever is in its batch', async () => {
    const { db, appUrl, final } = await setUp();
    const batches = openBatches(appUrl);
    const good = await insertForecasters(db, 20);
    const [bad, empty, repeating, short] = await insertForecasters(db, 4);
    const used = await batches.place(forecastOf(repeating, final));
    const results = await Promise.allSettled([
      ...good.map((id, i) => batches.place(forecastOf(id, final, numbers(i)))),
      batches.place(forecastOf(bad, final, [999, 999, 999])),
      batches.place(forecastOf(short, final, [1000, 1000])),
      batches.place(forecastOf(empty, final, null)),
      batches.place({ ...forecastOf(repeating, final, numbers(1)), requestId: used.requestId }),
    ]);
    expect(results.slice(0, 20).map(({ status }) => status)).toEqual(Array(20).fill('fulfilled'));
    expect(reasons(results).map((reason) => (reason as Error).constructor)).toEqual([
      NotAForecastError,
      NotAForecastError,
      NothingToWithdrawError,
      RequestIdTakenError,
    ]);
    expect(await countTransactions(db, good)).toBeLessThan(5);
  });

  test.each([[[800.5, 800, 399.5]], [[Number.NaN, 800, 400]], [[1e9, 800, 400]]])(
    'never reaches the database where %j fits no column',
    async (permille) => {
      const { db, appUrl, final } = await setUp();
      const placing = openBatches(appUrl).place(forecastOf(await insertForecaster(db), final, permille));
      await expect(placing).rejects.toThrow(NotAForecastError);
    },
  );

  test('on a question that does not exist is refused as such', async () => {
    const { db, appUrl } = await setUp();
    const placing = openBatches(appUrl).place(forecastOf(await insertForecaster(db), 999_999));
    await expect(placing).rejects.toThrow(QuestionNotFoundError);
  });
});

describe('two processes', () => {
  test('that write the same accounts in opposite orders never deadlock', async () => {
    const { db, appUrl, run, final, count } = await setUp();
    const accounts = await insertForecasters(db, 24);
    const place = (question: number, order: number[], permille: number[]) =>
      placeBatch(
        run,
        question,
        order.map((id) => forecastOf(id, question, permille)),
      );
    for (let i = 0; i < 12; i++) {
      const rows = await Promise.all([
        place(final, accounts, numbers(2 * i)),
        place(final, accounts.toReversed(), numbers(2 * i + 1)),
        place(count, accounts, [100 + i, 700 - i, 100, 100]),
        place(count, accounts.toReversed(), [100, 700 - i, 100 + i, 100]),
      ]);
      expect(rows.flat().filter(({ refusal }) => refusal !== null)).toEqual([]);
    }
    const single = openBatches(appUrl);
    await Promise.all(accounts.map((id) => single.place(forecastOf(id, final, numbers(150)))));
  });

  test('that send one request at once give one row and the same receipt', async () => {
    const { db, appUrl, final } = await setUp();
    const processes = [openBatches(appUrl), openBatches(appUrl)];
    const accounts = await insertForecasters(db, 30);
    for (const accountId of accounts) {
      const forecast = forecastOf(accountId, final);
      const receipts = await Promise.all(processes.map((batches) => batches.place(forecast)));
      expect(receipts.map(({ replayed }) => replayed).toSorted()).toEqual([false, true]);
      expect(new Set(receipts.map(({ seq }) => seq)).size).toBe(1);
    }
  });

  test('that send one id with other numbers at once accept one', async () => {
    const { db, appUrl, final, count } = await setUp();
    const processes = [openBatches(appUrl), openBatches(appUrl)];
    for (let i = 0; i < 20; i++) {
      const accountId = await insertForecaster(db);
      const requestId = randomUUID();
      const results = await Promise.allSettled([
        processes[0]!.place({ ...forecastOf(accountId, final, numbers(i)), requestId }),
        processes[1]!.place({ ...forecastOf(accountId, final, numbers(i + 1)), requestId }),
        processes[0]!.place({ ...forecastOf(accountId, count, [100, 700, 100, 100]), requestId }),
      ]);
      expect(reasons(results)).toHaveLength(2);
      for (const reason of reasons(results)) expect(reason).toBeInstanceOf(RequestIdTakenError);
      expect(await forecasts.log(db, accountId)).toHaveLength(1);
    }
  });

  test('racing a close are never late, and nothing that was acknowledged is missing', async () => {
    const { db, appUrl, final } = await setUp();
    const processes = [openBatches(appUrl), openBatches(appUrl)];
    const accounts = await insertForecasters(db, 48);
    const acknowledged: number[] = [];
    const forecasting = accounts.map((accountId, i) =>
      forecastUntilClosed(
        (turn) => processes[i % 2]!.place(forecastOf(accountId, final, numbers(turn % 100))),
        acknowledged,
      ),
    );
    await untilAccepted(acknowledged, 100);
    await questions.close(db, COMMAND_LINE, 'final-3');
    const stored = db.selectFrom('forecast').select('seq').where('accountId', 'in', accounts);
    const atClose = await stored.execute();
    await Promise.all(forecasting);
    const rows = await db
      .selectFrom('forecast')
      .innerJoin('question', 'question.id', 'forecast.questionId')
      .select((e) => e('forecast.madeAt', '>=', e.ref('question.closesAt')).as('isLate'))
      .where('forecast.accountId', 'in', accounts)
      .execute();
    expect(rows).toHaveLength(acknowledged.length);
    expect(rows).toHaveLength(atClose.length);
    expect(rows.filter(({ isLate }) => isLate !== false)).toEqual([]);
  });
});

describe('the gate', () => {
  test('draws its numbers without a cache, after its transaction has an id', async () => {
    const { db, owner, run, final } = await setUp();
    const { rows } =
      await sql`select cache_size as cache from pg_sequences where sequencename = 'forecast_seq'`.execute(
        owner,
      );
    expect(rows).toEqual([{ cache: 1 }]);

    // A gate that waits for the question has its transaction id, and has drawn no number.
    const accounts = await insertForecasters(db, 2);
    const drawn = async () => (await sql`select last_value from forecast_seq`.execute(owner)).rows[0];
    const before = await drawn();
    const lock = sql`select pg_advisory_xact_lock(question_lock_class(), ${final})`;
    const held = await hold(owner, (tx) => lock.execute(tx));
    const placing = placeBatch(
      run,
      final,
      accounts.map((id) => forecastOf(id, final)),
    );
    await untilLockWait(owner);
    const { rows: waiting } = await sql`
      select backend_xid is not null as "hasId" from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock'
    `.execute(db);
    expect(waiting).toEqual([{ hasId: true }]);
    expect(await drawn()).toEqual(before);
    await held.commit();
    const seqs = (await placing).map(({ seq }) => seq);
    expect(Math.max(...seqs) - Math.min(...seqs)).toBe(1);
  });

  test('finds rows by index, though the statistics are those of an empty log', async () => {
    const { db, owner, final } = await setUp();
    const accounts = await insertForecasters(db, 20);
    await sql`analyze forecast, standing, forecast_count`.execute(owner);
    const tables = await owner.transaction().execute(async (tx) => {
      for (const id of accounts) await forecasts.place(tx, forecastOf(id, final));
      return sql<{ name: string; scans: number }>`
        select relname as name, seq_scan as scans from pg_stat_xact_user_tables
         where relname in ('forecast', 'standing', 'forecast_count') order by relname
      `.execute(tx);
    });
    expect(tables.rows).toEqual(
      ['forecast', 'forecast_count', 'standing'].map((name) => ({ name, scans: 0 })),
    );
  });
});
