// The data export and the pages of one's own log, with a log of many thousand rows.
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { csvOf, jsonOf } from '#lib/server/share/export/formats.ts';
import { sectionsOf } from '#lib/server/share/export/sections.ts';
import * as forecasts from '#lib/server/forecasts/service.ts';
import { cloneDatabase } from './setup/database.ts';
import { insertForecaster, questionId } from './setup/factories.ts';

const ROWS = 10_000;

/** An account with a long log on one question, of which every tenth row is a withdrawal. */
async function setUp() {
  const { db, owner } = await cloneDatabase();
  const accountId = await insertForecaster(db);
  const id = await questionId(db, 'final-3');
  await sql`alter table forecast disable trigger user`.execute(owner);
  await sql`
    insert into forecast (question_id, seq, account_id, made_at, permille, request_id)
    select ${id}, nextval('forecast_seq'), ${accountId}, now_at() - make_interval(secs => ${ROWS} - n),
           case when n % 10 <> 0 then array[800, 800 - n % 9, 400 + n % 9]::smallint[] end, gen_random_uuid()
      from generate_series(1, ${ROWS}) n
  `.execute(owner);
  await sql`
    insert into standing select question_id, account_id, seq, made_at, permille from forecast
     where account_id = ${accountId} order by seq desc limit 1
  `.execute(owner);
  await sql`alter table forecast enable trigger user`.execute(owner);
  return { db, accountId, id };
}

test('ten thousand rows are exported, each requestId once, in batches', async () => {
  const { db, accountId } = await setUp();
  const sections = () => sectionsOf(db, accountId, [{ current: true }]);
  const pieces: string[] = [];
  for await (const piece of jsonOf(await sections())) pieces.push(piece);
  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(10_000);
  const everything = JSON.parse(pieces.join('')) as {
    account: Record<string, unknown>;
    forecasts: { requestId: string; permille: Record<string, number> | null }[];
  };
  expect(everything.account).toHaveProperty('handle');
  expect(everything.forecasts).toHaveLength(ROWS);
  expect(new Set(everything.forecasts.map(({ requestId }) => requestId)).size).toBe(ROWS);
  expect(everything.forecasts[0]).toMatchObject({ question: 'final-3', permille: null });
  expect(everything.forecasts.at(-1)).toMatchObject({ permille: { skt: 800, upstage: 799, lg: 401 } });

  const lines = (await Array.fromAsync(csvOf(await sections()))).join('').split('\r\n');
  expect(lines.filter((line) => line.startsWith('forecasts,final-3,'))).toHaveLength(ROWS);
});

test('thousands of trades are exported, each requestId once', async () => {
  const { db, owner } = await cloneDatabase();
  const accountId = await insertForecaster(db);
  const trades = 2_500;
  await sql`alter table trade disable trigger user`.execute(owner);
  for (const slug of ['final-3', 'count-3']) {
    const id = await questionId(db, slug);
    await sql`insert into market (question_id, version) values (${id}, ${trades})`.execute(owner);
    // Two rows in each millisecond, which is all that a Date holds.
    await sql`
      insert into trade (question_id, seq, account_id, made_at, event, shares, points, price_before, price_after, request_id)
      select ${id}, n, ${accountId}, now_at() + make_interval(secs => n * 0.0005), 'survives:skt', 1, -1, 1, 1, gen_random_uuid()
        from generate_series(1, ${trades}) n
    `.execute(owner);
  }
  await sql`alter table trade enable trigger user`.execute(owner);
  const pieces = await Array.fromAsync(jsonOf(await sectionsOf(db, accountId, [])));
  const exported = JSON.parse(pieces.join('')) as { trades: { requestId: string; shares: number }[] };
  expect(exported.trades).toHaveLength(2 * trades);
  expect(new Set(exported.trades.map(({ requestId }) => requestId)).size).toBe(2 * trades);
  expect(exported.trades[0]).toMatchObject({ shares: 0.000001 });
});

test('one’s own log is read page by page, and its head beside the number of rows', async () => {
  const { db, accountId, id } = await setUp();
  const first = await forecasts.logOn(db, accountId, id);
  expect(first).toHaveLength(forecasts.LOG_PAGE);
  const before = first.at(-1)!.seq;
  const second = await forecasts.logOn(db, accountId, id, { limit: forecasts.LOG_PAGE, before });
  expect(second).toHaveLength(forecasts.LOG_PAGE);
  expect(second[0]!.seq).toBe(before - 1);
  const heads = await forecasts.logHeads(db, accountId, 20);
  expect(heads).toHaveLength(20);
  expect(heads[0]).toMatchObject({ question: 'final-3', seq: first[0]!.seq, total: ROWS });
});
