// A process that writes forecasts by the service itself, 64 at once, with or without the keeper and the event streams
// that the site runs beside it. With streams it first prints the port at which they connect; it begins at a line on its
// standard input and prints how many forecasts were acknowledged per second. Arguments: a JSON of `WriterLoad`.
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import { CrowdKeeper } from '#lib/server/forecasts/crowd/keeper.ts';
import { connect } from '#lib/server/platform/db/connect.ts';
import { ForecastBatches } from '#lib/server/forecasts/batches.ts';
import { BoardWatch } from '#lib/server/forecasts/live/board-watch.ts';
import { LiveFeed } from '#lib/server/forecasts/live/feed.ts';
import { SessionWatch } from '#lib/server/people/sessions/sessions.ts';
import { oddsJson } from '#lib/types/odds-json.ts';
import { OPTIONS, QUESTION, randomForecasts } from './run-client.ts';

export interface WriterLoad {
  url: string;
  seconds: number;
  accounts: number;
  isLive: boolean;
}

const AT_ONCE = 64;
const WARM_SECONDS = 2;

const load = JSON.parse(process.argv[2] ?? '') as WriterLoad;
const { db, run, close } = connect(load.url, { max: 10 });
const keeper = new CrowdKeeper(db, { onError: (error) => console.error(error) });
const batches = new ForecastBatches(run, (row) => {
  if (load.isLive) keeper.take(row);
});
const { id: questionId } = await db
  .selectFrom('question')
  .select('id')
  .where('slug', '=', QUESTION)
  .executeTakeFirstOrThrow();
const accounts = await db.selectFrom('account').select('id').where('handle', 'like', 'bench-%').execute();
const forecasts = randomForecasts(997);

async function serveStreams(): Promise<number> {
  await keeper.start();
  const live = new LiveFeed(keeper, new BoardWatch(console.error), new SessionWatch(db, console.error));
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const questions = [{ slug: QUESTION, crowd: oddsJson(OPTIONS, keeper.crowd(questionId)) }];
    Readable.fromWeb(live.open({ questions, board: null }, 'bench') as NodeReadableStream).pipe(response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

let turn = 0;
let acknowledged = 0;

async function write(until: number): Promise<void> {
  while (performance.now() < until) {
    const n = turn++;
    const { id: accountId } = accounts[n % accounts.length]!;
    const permille = forecasts[(n + Math.floor(n / accounts.length)) % forecasts.length]!;
    await batches.place({ questionId, accountId, permille, requestId: randomUUID() });
    acknowledged += 1;
  }
}

async function writeFor(seconds: number): Promise<void> {
  const until = performance.now() + seconds * 1000;
  await Promise.all(Array.from({ length: AT_ONCE }, () => write(until)));
}

console.log(load.isLive ? await serveStreams() : 'ready');
await once(process.stdin, 'data');
await writeFor(WARM_SECONDS);
acknowledged = 0;
const from = performance.now();
await writeFor(load.seconds);
console.log((acknowledged * 1000) / (performance.now() - from));
await batches.close();
await close();
process.exit(0);
