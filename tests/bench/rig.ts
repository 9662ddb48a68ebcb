// Forecasts/s through HAProxy, three processes and PgBouncer, against one process straight on the same primary, which a
// replica follows in both cases. All of it shares the cores, so that the ratio tells what the rig itself costs.
import { setTimeout as sleep } from 'node:timers/promises';
import { NOTICED_AFTER_MS } from '../rig/haproxy.ts';
import { CONNECTIONS, describe, post } from '../rig/load.ts';
import { appPort, MISSING } from '../rig/programs.ts';
import { openRig, type Rig } from '../rig/rig.ts';
import type { Service } from '../rig/service.ts';
import { median, type Result, rounded } from './result.ts';

const PROCESSES = 3;
const ACCOUNTS = 20_000;
const ROUNDS = 3;
/** A process that has just started is slow at first. */
const WARM_SECONDS = 12;
const SECONDS = 8;

export async function results(): Promise<Result[]> {
  const goal = { name: 'rig-vs-direct', goal: 0.6, atLeast: true };
  if (MISSING) return [{ ...goal, ratio: null, note: MISSING }];
  let stop = async () => {};
  const interrupt = () => void stop().then(() => process.exit(1));
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  try {
    const atEnd = (step: () => Promise<void>) => (stop = step);
    const rig = await openRig({ processes: PROCESSES, accounts: ACCOUNTS, atEnd });
    const direct = await rig.startDirectApp(PROCESSES);
    const rates = { through: [] as number[], direct: [] as number[] };
    await post(rig, { seconds: WARM_SECONDS });
    await post(rig, { seconds: WARM_SECONDS, port: appPort(PROCESSES) });
    for (let round = 0; round < ROUNDS; round++) {
      await pausing([direct], async () => rates.through.push(await forecastsPerSecond(rig)));
      await pausing(rig.apps, async () =>
        rates.direct.push(await forecastsPerSecond(rig, appPort(PROCESSES))),
      );
    }
    const note = `${CONNECTIONS} connections: rig ${rounded(rates.through)}/s, direct ${rounded(rates.direct)}/s`;
    return [{ ...goal, ratio: median(rates.through) / median(rates.direct), note }];
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
    await stop();
  }
}

/** Stops processes for the time of a measurement: ended, they would have to be warmed again. */
async function pausing(paused: Service[], measure: () => Promise<unknown>): Promise<void> {
  for (const { pid } of paused) process.kill(pid, 'SIGSTOP');
  await measure();
  for (const { pid } of paused) process.kill(pid, 'SIGCONT');
  await sleep(NOTICED_AFTER_MS);
}

/** @param port HAProxy's by default */
async function forecastsPerSecond(rig: Rig, port?: number): Promise<number> {
  const posted = await post(rig, { seconds: SECONDS, ...(port !== undefined && { port }) });
  if (posted.unanswered > 0 || Object.keys(posted.refused).length > 0) throw new Error(describe(posted));
  return posted.acknowledged / posted.seconds;
}
