// What live odds cost: forecasts/s with a keeper and 1,000 streams against neither; and the CPU of a process that only
// holds 2,000 streams while forecasts come in through another one, at 10/s and at 300/s.
import { holdStreams, postForecasts } from './load/run-client.ts';
import { writeForecasts } from './load/run-writer.ts';
import { median, type Result, rounded } from './result.ts';
import { type BenchServer, cpuMs, openBenchServer, startSite } from './site.ts';

const ACCOUNTS = 20_000;
const ROUNDS = 3;
const SECONDS = 8;
const STREAMS = 1_000;
const HELD_STREAMS = 2_000;
const SLOW = 10;
const FAST = 300;

export async function results(): Promise<Result[]> {
  const server = await openBenchServer(ACCOUNTS);
  try {
    return [await measureWrites(server), await measureFanout(server)];
  } finally {
    await server.stop();
  }
}

async function measureWrites(server: BenchServer): Promise<Result> {
  const live: number[] = [];
  const alone: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    for (const [rates, streams] of [
      [live, STREAMS],
      [alone, 0],
    ] as const) {
      const database = await server.createDatabase();
      try {
        rates.push(
          await writeForecasts({ url: database.appUrl, seconds: SECONDS, accounts: ACCOUNTS, streams }),
        );
      } finally {
        await database.close();
      }
    }
  }
  const note = `the service alone: live ${rounded(live)}/s, without keeper and streams ${rounded(alone)}/s`;
  return {
    name: 'write-with-live-crowd-vs-without',
    ratio: median(live) / median(alone),
    goal: 0.8,
    atLeast: true,
    note,
  };
}

async function measureFanout(server: BenchServer): Promise<Result> {
  const database = await server.createDatabase();
  const [writer, holder] = [await startSite(database), await startSite(database)];
  const streams = await holdStreams(holder.port, HELD_STREAMS);
  try {
    const slow: number[] = [];
    const fast: number[] = [];
    let firstTurn = 0;
    for (let round = 0; round < ROUNDS; round++) {
      for (const [cpu, perSecond] of [
        [slow, SLOW],
        [fast, FAST],
      ] as const) {
        const before = await cpuMs(holder.pid);
        const posted = await postForecasts({
          port: writer.port,
          connections: 8,
          perSecond,
          seconds: SECONDS,
          accounts: ACCOUNTS,
          firstTurn,
        });
        firstTurn += posted.acknowledged;
        cpu.push(((await cpuMs(holder.pid)) - before) / SECONDS);
      }
    }
    const note = `CPU ms/s of ${HELD_STREAMS} streams: ${rounded(slow)} at ${SLOW}/s, ${rounded(fast)} at ${FAST}/s`;
    return {
      name: 'fanout-flat',
      ratio: median(slow) / median(fast),
      goal: 0.5,
      atLeast: true,
      note,
    };
  } finally {
    await streams.close();
    await holder.stop();
    await writer.stop();
    await database.close();
  }
}
