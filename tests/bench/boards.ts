// Boards at the size of a hundred thousand forecasters: how long after a forecast a what-if board holds it, how long a
// request can be kept waiting meanwhile, and how long publishing takes. Measured on a real PostgreSQL of its own.
import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { sql } from 'kysely';
import type { Db } from '#lib/server/platform/db/connect.ts';
import { LogFollower } from '#lib/server/forecasts/log/follower.ts';
import * as forecasts from '#lib/server/forecasts/service.ts';
import * as questions from '#lib/server/questions/service.ts';
import { Publisher } from '#lib/server/results/resolutions/publisher.ts';
import { WhatIfBoards } from '#lib/server/results/what-if/boards.ts';
import { withBenchDatabase } from './database.ts';

const FORECASTERS = 100_000;
const FORECASTS_EACH = 3;
const SLUG = 'final-3';
const ASSUMED = [
  ['skt', 'upstage'],
  ['lg', 'skt'],
  ['lg', 'upstage'],
].map((survivors) => [{ question: SLUG, survivors }]);

/** Random forecasts of 2 of 3, written past the gate: it is not what is measured here. */
async function fill(owner: Db, questionId: number): Promise<void> {
  await sql`alter table question disable trigger user`.execute(owner);
  await sql`update question set opens_at = opens_at - interval '90 days' where id = ${questionId}`.execute(
    owner,
  );
  await sql`alter table question enable trigger user`.execute(owner);
  await sql`alter table forecast disable trigger user`.execute(owner);
  await sql`alter table standing disable trigger user`.execute(owner);
  await sql`
    insert into account (handle) select 'b' || i from generate_series(1, ${FORECASTERS}::int) i
  `.execute(owner);
  await sql`
    insert into forecast (question_id, seq, account_id, made_at, permille, request_id)
    select ${questionId}, nextval('forecast_seq'), a.id, q.opens_at + step * interval '20 days' + random() * interval '20 days',
           array[n.p, n.q, 2000 - n.p - n.q]::smallint[], gen_random_uuid()
      from generate_series(1, ${FORECASTS_EACH}::int) step
      cross join account a
      cross join lateral (select 550 + (random() * 400)::int as p, 550 + (random() * 400)::int as q, a.id) n
      join question q on q.id = ${questionId}
     where a.handle like 'b%' and 2000 - n.p - n.q between 1 and 999
     order by step
  `.execute(owner);
  await sql`
    insert into standing (question_id, account_id, seq, made_at, permille)
    select distinct on (account_id) question_id, account_id, seq, made_at, permille
      from forecast where question_id = ${questionId} order by account_id, seq desc
    on conflict do nothing
  `.execute(owner);
  await sql`alter table forecast enable trigger user`.execute(owner);
  await sql`alter table standing enable trigger user`.execute(owner);
  await sql`analyze`.execute(owner);
}

async function timed<T>(label: string, work: () => Promise<T>): Promise<T> {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const began = performance.now();
  const result = await work();
  const ms = performance.now() - began;
  delay.disable();
  const blocked = Math.max(0, delay.max / 1e6 - 5);
  console.log(
    `${label.padEnd(64)} ${(ms / 1000).toFixed(2).padStart(7)} s   longest block ${blocked.toFixed(0)} ms`,
  );
  return result;
}

const workerOf = (feature: string) =>
  resolve(import.meta.dirname, `../../src/lib/server/${feature}/worker.ts`);

await withBenchDatabase(async ({ app, owner, appUrl }) => {
  const log = new LogFollower(app.db);
  const boards = new WhatIfBoards(workerOf('what-if'), appUrl, log);
  const publisher = new Publisher(workerOf('resolutions'), appUrl);
  const { id } = await questions.getField(app.db, SLUG);
  await fill(owner.db, id);
  await log.start();
  const rows = await app.db
    .selectFrom('forecast')
    .select(sql<number>`count(*)::int`.as('n'))
    .executeTakeFirstOrThrow();
  console.log(
    `${FORECASTERS.toLocaleString('en-US')} forecasters, ${rows.n.toLocaleString('en-US')} forecasts\n`,
  );

  await timed('first board, the whole log read', () => boards.boards(ASSUMED));
  await new Promise((done) => setTimeout(done, 1_100));
  await timed('three boards again', () => boards.boards(ASSUMED));
  await timed('three boards of newcomers', () => boards.boards(ASSUMED, { newcomersOnly: true }));

  const { id: newcomer } = await owner.db
    .insertInto('account')
    .values({ handle: 'newcomer' })
    .returning('id')
    .executeTakeFirstOrThrow();
  await timed('from a forecast to the board that holds it', async () => {
    await forecasts.place(app.db, {
      accountId: newcomer,
      questionId: id,
      permille: [900, 800, 300],
      requestId: randomUUID(),
    });
    for (;;) {
      const [board] = await boards.boards([ASSUMED[0]!]);
      if (board?.accounts.includes(newcomer)) return;
      await new Promise((done) => setTimeout(done, 50));
    }
  });

  const { id: admin } = await owner.db
    .insertInto('account')
    .values({ handle: 'admin-of-bench', isAdmin: true })
    .returning('id')
    .executeTakeFirstOrThrow();
  const knownAt = await questions.readClock(app.db);
  const evidence = [{ url: 'https://www.msit.go.kr/', publishedAt: knownAt }];
  const decision = { result: { outcome: [true, true, false], knownAt }, evidence, note: '' };

  await timed('a preview of a result', () => publisher.preview(admin, SLUG, decision));
  await timed('publishing a result', () => publisher.publish(admin, SLUG, decision, 0));
  await boards.close();
  await publisher.close();
});
