// The replica stops replaying, and a result is published meanwhile: no process shows a visitor a page from before it.
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { setIsAdmin } from '#lib/server/people/moderation/admins.ts';
import { sqlStateOf } from '../../src/lib/server/platform/db/sqlstate.ts';
import { connect, type Db } from '#lib/server/platform/db/connect.ts';
import * as resolutions from '#lib/server/results/resolutions/service.ts';
import { OPTIONS, QUESTION } from '../bench/load/run-client.ts';
import { METRICS_TOKEN } from './app.ts';
import { type Finding, readJson } from './check.ts';
import { describe, post } from './load.ts';
import { appPort } from './programs.ts';
import type { Rig } from './rig.ts';
import { until } from '../setup/site.ts';

const PAUSE_MS = { whole: 120_000, quick: 20_000 };
/** Forecasts that the replica lacks when the result is published. */
const LOAD_SECONDS = 3;
const WITHIN_MS = 1_000;
const PAGE = `/questions/${QUESTION}`;
/** A link that the page has once there is a result. */
const RESULT = `/results/${QUESTION}`;

export async function checkPausedReplica(rig: Rig, isQuick: boolean): Promise<Finding[]> {
  const replica = connect(rig.replica.url('admin'), { max: 1 });
  try {
    await until(async () => (await countUsing(rig)) === rig.apps.length, 'the replica to be used');
    const pausedAt = performance.now();
    await sql`select pg_wal_replay_pause()`.execute(replica.db);
    const posted = await post(rig, { seconds: LOAD_SECONDS });
    await publish(rig);
    const publishedAt = performance.now();
    const shownAfter = await Promise.all(rig.apps.map((_, n) => whenShown(n, publishedAt)));
    const pauseMs = isQuick ? PAUSE_MS.quick : PAUSE_MS.whole;
    const pages = await watch(rig, pausedAt + pauseMs);
    const hasResult = await replicaHasResult(replica.db);
    const usingPaused = await countUsing(rig);
    await sql`select pg_wal_replay_resume()`.execute(replica.db).catch(unlessCancelled);
    await until(async () => (await countUsing(rig)) === rig.apps.length, 'the replica to be used again');
    const afterwards = await watch(rig, performance.now() + LOAD_SECONDS * 1000);
    const boards = await officialBoards(rig);
    return [
      {
        what: 'every process reads visitors’ pages from the replica but while it is paused',
        holds: usingPaused === 0 && !hasResult,
        figures: `${rig.apps.length} before and after, ${usingPaused} at the end of the pause`,
      },
      {
        what: 'a result published while the replica is paused is on every process’s page within a second',
        holds: Math.max(...shownAfter) <= WITHIN_MS,
        figures: `${shownAfter.map(Math.round).join(', ')} ms after the commit, ${describe(posted)} before it`,
      },
      {
        what: 'no wrong page while the replica is paused, nor when it goes on',
        holds: pages.wrong + afterwards.wrong === 0,
        figures: `${pages.wrong + afterwards.wrong} of ${pages.seen + afterwards.seen} in a pause of ${pauseMs / 1000} s and after it`,
      },
      {
        what: 'the official board is the same at every process',
        holds: new Set(boards).size === 1 && boards[0]!.length > 1_000,
        figures: `${rig.apps.length} equal answers of ${boards[0]!.length} bytes`,
      },
    ];
  } finally {
    await replica.close();
  }
}

async function publish({ owner, accounts }: Rig): Promise<void> {
  const { id } = await owner
    .selectFrom('account')
    .select('id')
    .where('handle', '=', `bench-${accounts - 1}`)
    .executeTakeFirstOrThrow();
  await setIsAdmin(owner, id, true);
  const { rows } = await sql<{ now: Date }>`select now_at() as now`.execute(owner);
  const knownAt = rows[0]!.now;
  const outcome = OPTIONS.map((slug) => slug !== 'lg');
  const evidence = [{ url: 'https://www.msit.go.kr/', publishedAt: knownAt }];
  await resolutions.publish(owner, id, QUESTION, { result: { outcome, knownAt }, evidence, note: '' }, 0);
}

async function showsResult(n: number): Promise<boolean> {
  const response = await fetch(`http://127.0.0.1:${appPort(n)}${PAGE}`);
  const text = await response.text();
  return response.status === 200 && text.includes(RESULT);
}

/** Ms from the publication to the first request that was answered with the result. */
async function whenShown(n: number, publishedAt: number): Promise<number> {
  for (;;) {
    const askedAt = performance.now();
    if (await showsResult(n)) return askedAt - publishedAt;
  }
}

/** Looks at the page of each process once a second. */
async function watch({ apps }: Rig, untilMs: number): Promise<{ seen: number; wrong: number }> {
  const count = { seen: 0, wrong: 0 };
  while (performance.now() < untilMs) {
    for (const isRight of await Promise.all(apps.map((_, n) => showsResult(n)))) {
      count.seen += 1;
      if (!isRight) count.wrong += 1;
    }
    await sleep(1_000);
  }
  return count;
}

function officialBoards({ apps }: Rig): Promise<string[]> {
  return Promise.all(
    apps.map(async (_, n) =>
      JSON.stringify(await readJson(`http://127.0.0.1:${appPort(n)}/api/v1/leaderboard`)),
    ),
  );
}

/** How many processes read from the replica. */
async function countUsing({ apps }: Rig): Promise<number> {
  const headers = { authorization: `Bearer ${METRICS_TOKEN}` };
  const scrapes = await Promise.all(
    apps.map(async (_, n) => (await fetch(`http://127.0.0.1:${appPort(n)}/metrics`, { headers })).text()),
  );
  return scrapes.filter((text) => /^replica_used 1$/m.test(text)).length;
}

async function replicaHasResult(replica: Db): Promise<boolean> {
  return (await replica.selectFrom('resolution').select('version').execute()).length > 0;
}

/** The log that goes on may at once remove what the statement that resumed it could still see. */
function unlessCancelled(error: unknown): void {
  if (sqlStateOf(error) !== '40001') throw error;
}
