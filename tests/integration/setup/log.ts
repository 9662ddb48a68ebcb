// Shared by the tests of the log follower: many rows at once, and a follower that collects what it passes on.
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { inject, onTestFinished } from 'vitest';
import { type Db, connect } from '#lib/server/platform/db/connect.ts';
import { LogFollower } from '#lib/server/forecasts/log/follower.ts';
import * as forecasts from '#lib/server/forecasts/service.ts';
import type { TestDatabase } from './database.ts';
import { urlOf } from './url.ts';

const EVEN = [667, 667, 666];

let made = 0;

/** Numbers that differ from those of the call before: the same again would add no row. */
function nextPermille(): number[] {
  const shift = ++made % 300;
  return [667 + shift, 667 - shift, 666];
}

/** A forecast as the site places it, on this connection. @returns its `seq` */
export async function insertForecast(
  db: Db,
  questionId: number,
  accountId: number,
  permille: number[] = nextPermille(),
): Promise<number> {
  const { seq } = await forecasts.place(db, { questionId, accountId, permille, requestId: randomUUID() });
  return seq;
}

/** Very many rows of one account, past the gate. */
export async function fillLog(
  appUrl: string,
  questionId: number,
  accountId: number,
  rows: number,
): Promise<void> {
  const { db, close } = connect(urlOf(inject('postgres').adminUrl, new URL(appUrl).pathname.slice(1)), {
    max: 1,
  });
  await db.transaction().execute(async (tx) => {
    await sql`set local session_replication_role = replica`.execute(tx);
    await sql`select pg_current_xact_id()`.execute(tx);
    await sql`
      insert into forecast (question_id, seq, account_id, made_at, permille, request_id)
      select ${questionId}, nextval('forecast_seq'), ${accountId}, now_at(), ${EVEN}::smallint[], gen_random_uuid()
        from generate_series(1, ${rows}::int)
    `.execute(tx);
  });
  await close();
}

/** A follower with connections of its own that never polls by itself, and the `seq` of all that it passed on. */
export async function startFollower({ appUrl }: TestDatabase) {
  const { db, close } = connect(appUrl, { max: 2 });
  onTestFinished(close);
  const log = new LogFollower(db);
  const seqs: number[] = [];
  log.listen(({ rows }) => seqs.push(...rows.map(({ seq }) => seq)));
  await log.start();
  const stood = seqs.splice(0);
  return { log, stood, seqs };
}

export async function listSeqs(db: Db): Promise<number[]> {
  const rows = await db.selectFrom('forecast').select('seq').orderBy('seq').execute();
  return rows.map(({ seq }) => seq);
}

export const sorted = (seqs: readonly number[]) => seqs.toSorted((a, b) => a - b);
