// What an operator's Prometheus reads of an app that is at work.
import { onTestFinished, expect, test, vi } from 'vitest';
import { type App, openApp } from '#lib/server/app.ts';
import { hashPassword } from '#lib/server/people/sessions/password.ts';
import { readConfig } from '#lib/server/platform/config.ts';
import { createLog } from '#lib/server/platform/log.ts';
import { parseMetrics } from '../setup/prometheus.ts';
import { cloneDatabase } from './setup/database.ts';
import { forecastOf, insertForecasters, questionId } from './setup/factories.ts';
import { insertForecast } from './setup/log.ts';
import { openMailbox } from './setup/mailbox.ts';
import { hold } from './setup/transactions.ts';

const SOON = { timeout: 10_000, interval: 20 };

async function setUp(env: Record<string, string> = {}) {
  const database = await cloneDatabase();
  const app = await openApp(readConfig({ DATABASE_URL: database.appUrl, ...env }), createLog('silent'));
  onTestFinished(() => app.close());
  const id = await questionId(database.db, 'final-3');
  return { ...database, app, id };
}

const scrape = async (app: App) => parseMetrics(await app.metrics.text());

test('forecasts are counted by outcome, their statements by size, and the log is read to its end', async () => {
  const { app, db, id } = await setUp();
  const accounts = await insertForecasters(db, 130);
  const before = await scrape(app);
  expect(before.get('forecasts_total{outcome="accepted"}')).toBe(0);

  const placed = accounts.map((account) => app.forecasts.place(forecastOf(account, id)));
  expect((await scrape(app)).get('forecasts_waiting')).toBeGreaterThan(0);
  const receipts = await Promise.all(placed);
  await expect(app.forecasts.place(forecastOf(accounts[0]!, 999_999))).rejects.toThrow();
  await app.keeper.poll();

  const after = await scrape(app);
  expect(after.get('forecasts_total{outcome="accepted"}')).toBe(130);
  expect(after.get('forecasts_total{outcome="question-not-found"}')).toBe(1);
  expect(after.get('forecasts_waiting')).toBe(0);
  // As in the tests of batches: one, one, 64 and 64; and the refused one.
  expect(after.get('forecast_batch_rows_sum')).toBe(131);
  expect(after.get('forecast_batch_rows_bucket{le="1"}')).toBe(3);
  expect(after.get('forecast_batch_rows_count')).toBe(5);
  for (const name of ['forecast_batch_wait_seconds', 'forecast_batch_duration_seconds'])
    expect(after.get(`${name}_count`)).toBe(5);
  expect(after.get('forecast_batch_duration_seconds_sum')).toBeGreaterThan(0);
  expect(after.get('forecast_log_seq')).toBe(Math.max(...receipts.map(({ seq }) => seq)));
  expect(after.get('forecast_log_rows_read_total')).toBeGreaterThanOrEqual(130);
  expect(after.get('forecast_log_lag_seconds')).toBeLessThan(10);
});

test('a forecast that is not committed is a gap, which grows older until it is', async () => {
  const { app, db, id } = await setUp();
  const [late, other] = await insertForecasters(db, 2);
  const held = await hold(db, (tx) => insertForecast(tx, id, late!));
  await app.forecasts.place(forecastOf(other!, id));
  await app.keeper.poll();
  const young = await scrape(app);
  expect(young.get('forecast_log_gaps')).toBe(1);
  await app.keeper.poll();
  const old = await scrape(app);
  expect(old.get('forecast_log_oldest_gap_seconds')).toBeGreaterThan(
    young.get('forecast_log_oldest_gap_seconds')!,
  );
  await held.commit();
  await app.keeper.poll();
  const closed = await scrape(app);
  expect(closed.get('forecast_log_gaps')).toBe(0);
  expect(closed.get('forecast_log_oldest_gap_seconds')).toBe(0);
});

test('streams, boards, connections and hashes are those of now', async () => {
  const { app } = await setUp();
  const board = { key: 'a', load: () => Promise.resolve(null) };
  const reader = app.live.open({ questions: [], board }, '192.0.2.1').getReader();
  app.live.open({ questions: [], board: null }, '192.0.2.1');
  const hashes = [1, 2, 3].map(() => hashPassword('correct horse battery', 'somebody'));
  const client = await app.pool.connect();
  const busy = await scrape(app).finally(() => client.release());
  expect(busy.get('live_streams')).toBe(2);
  expect(busy.get('live_boards')).toBe(1);
  expect(busy.get('work_queue{work="password_hash",state="running"}')).toBe(2);
  expect(busy.get('work_queue{work="password_hash",state="waiting"}')).toBe(1);
  expect(busy.get('postgres_pool_connections{pool="primary",state="busy"}')).toBeGreaterThanOrEqual(1);

  await reader.cancel();
  await Promise.all(hashes);
  const idle = await scrape(app);
  expect(idle.get('live_streams')).toBe(1);
  expect(idle.get('live_boards')).toBe(0);
  expect(idle.get('replica_used')).toBe(0);
  expect(idle.get('work_queue{work="password_hash",state="running"}')).toBe(0);
  expect(idle.get('work_queue{work="picture",state="waiting"}')).toBe(0);
});

test('letters are counted once they are sent', async () => {
  const mailbox = await openMailbox();
  const { app } = await setUp({ SMTP_URL: mailbox.url, ORIGIN: 'https://final.example' });
  expect((await scrape(app)).get('mails_total{outcome="sent"}')).toBe(0);
  const text = { subject: 'a', before: ['b'] };
  await app.db
    .transaction()
    .execute((tx) =>
      app.mail.send(tx, { to: 'a@example.com', letter: { ko: text, en: text }, locale: 'ko' }),
    );
  await mailbox.next();
  await vi.waitFor(async () => expect((await scrape(app)).get('mails_total{outcome="sent"}')).toBe(1), SOON);
  expect((await scrape(app)).get('mails_waiting')).toBeGreaterThanOrEqual(0);
});

test('a scrape does not wait for a database without a free connection, and leaves out what it would say', async () => {
  const { app } = await setUp({ DATABASE_POOL: '1' });
  expect((await scrape(app)).has('mails_waiting')).toBe(true);
  const client = await app.pool.connect();
  const samples = await scrape(app);
  client.release();
  expect(samples.has('mails_waiting')).toBe(false);
  expect(samples.get('postgres_pool_connections{pool="primary",state="idle"}')).toBe(0);
  expect(samples.has('nodejs_eventloop_lag_p99_seconds')).toBe(true);
});

test('two apps of one process have numbers of their own', async () => {
  const [one, other] = [await setUp(), await setUp()];
  one.app.live.open({ questions: [], board: null }, '192.0.2.1');
  expect((await scrape(one.app)).get('live_streams')).toBe(1);
  expect((await scrape(other.app)).get('live_streams')).toBe(0);
});
