// A process of the site, and PgBouncer, killed under load: nothing acknowledged is lost, and streams are back soon.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Finding } from './check.ts';
import { countLost, describe, post } from './load.ts';
import type { Rig } from './rig.ts';
import { until } from '../setup/site.ts';
import { openStreams, STREAMS, type Streams } from './streams.ts';

const LOAD_SECONDS = 12;
const BEFORE_MS = 3_000;
/** Until a service manager starts PgBouncer again. */
const AWAY_MS = 1_000;
const BACK_WITHIN_MS = 5_000;

export async function checkKilledApp(rig: Rig): Promise<Finding[]> {
  return underLoad(rig, 'a killed process', async () => {
    await rig.apps[0]!.end('SIGKILL');
    return async () => void (rig.apps[0] = await rig.startApp(0));
  });
}

export async function checkKilledPgbouncer(rig: Rig): Promise<Finding[]> {
  return underLoad(rig, 'PgBouncer killed and started again', async () => {
    await rig.pgbouncer.end('SIGKILL');
    await sleep(AWAY_MS);
    rig.pgbouncer = await rig.startPgbouncer();
    return async () => undefined;
  });
}

/** @param fail what goes wrong; returns what mends it, done after the streams were looked at */
async function underLoad(
  rig: Rig,
  what: string,
  fail: () => Promise<() => Promise<void>>,
): Promise<Finding[]> {
  const streams = openStreams(rig);
  try {
    const posting = post(rig, { seconds: LOAD_SECONDS });
    await sleep(BEFORE_MS);
    const failedAt = performance.now();
    const mend = await fail();
    const backMs = await whenBack(streams, failedAt);
    await mend();
    const posted = await posting;
    const lost = await countLost(rig, posted);
    return [
      {
        what: `nothing acknowledged is lost by ${what}`,
        holds: lost === 0,
        figures: `${lost} lost of ${describe(posted)}`,
      },
      {
        what: `event streams are back within five seconds of ${what}`,
        holds: backMs <= BACK_WITHIN_MS,
        figures: `all of ${STREAMS} had new odds after ${Math.round(backMs)} ms`,
      },
    ];
  } finally {
    streams.close();
  }
}

/** Odds that came right before the failure was noticed do not count. */
async function whenBack(streams: Streams, failedAt: number): Promise<number> {
  const noticedAt = performance.now();
  await until(() => streams.countLive(noticedAt) === STREAMS, 'new odds on every stream');
  return performance.now() - failedAt;
}
