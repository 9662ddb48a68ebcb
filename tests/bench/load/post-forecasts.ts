// A client process: keeps a number of connections busy with forecast POSTs for some seconds and prints what was
// acknowledged. Raw sockets, so that it takes as little as possible of the cores that it shares with the server.
// Reads a JSON of `PostLoad` from its standard input.
import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { receiveResponses } from './responses.ts';

export interface PostLoad {
  port: number;
  connections: number;
  seconds: number;
  /** All connections together; as fast as answers come where there is none. */
  perSecond?: number;
  question: string;
  /** Slugs of the question's options. */
  options: string[];
  /** Forecasts to choose from, in percent as a form writes them. */
  forecasts: string[][];
  /** Cookie values, each used by one connection at a time. */
  sessions: string[];
  /** Which turn of sessions and forecasts comes first: an account that sends the same numbers again adds no row. */
  firstTurn: number;
}

export interface PostedLoad {
  acknowledged: number;
  refused: Record<string, number>;
  seconds: number;
  /** Latencies in ms. */
  median: number;
  p99: number;
}

const load = JSON.parse(await text(process.stdin)) as PostLoad;
const path = `/questions/${load.question}`;
const refused: Record<string, number> = {};
const latencies: number[] = [];
let acknowledged = 0;
let next = load.firstTurn;

function request(): string {
  const turn = next++;
  const session = load.sessions[turn % load.sessions.length]!;
  // A whole round of sessions later the same account forecasts something else.
  const forecast = load.forecasts[(turn + Math.floor(turn / load.sessions.length)) % load.forecasts.length]!;
  const fields = load.options.map((slug, i) => `p.${slug}=${forecast[i]}`).join('&');
  const body = `${fields}&requestId=${randomUUID()}`;
  return (
    `POST ${path}?/forecast HTTP/1.1\r\nHost: 127.0.0.1:${load.port}\r\nOrigin: http://127.0.0.1:${load.port}\r\n` +
    `Accept: text/html\r\nCookie: session=${session}\r\nContent-Type: application/x-www-form-urlencoded\r\n` +
    `Content-Length: ${body.length}\r\n\r\n${body}`
  );
}

async function keepBusy(until: number, offset: number): Promise<void> {
  const socket = connect(load.port, '127.0.0.1');
  socket.setNoDelay(true);
  const responses = receiveResponses(socket);
  const everyMs = load.perSecond ? (1000 * load.connections) / load.perSecond : 0;
  for (let at = performance.now() + offset * everyMs; performance.now() < until; at += everyMs) {
    if (everyMs > 0) await sleep(Math.max(0, at - performance.now()));
    const sentAt = performance.now();
    socket.write(request());
    const { status, location } = await responses.next();
    latencies.push(performance.now() - sentAt);
    if (status === 303 && location?.startsWith(path)) acknowledged += 1;
    else refused[`${status} ${location ?? ''}`] = (refused[`${status} ${location ?? ''}`] ?? 0) + 1;
  }
  socket.destroy();
}

const startedAt = performance.now();
const until = startedAt + load.seconds * 1000;
await Promise.all(Array.from({ length: load.connections }, (_, i) => keepBusy(until, i / load.connections)));
latencies.sort((a, b) => a - b);
const posted: PostedLoad = {
  acknowledged,
  refused,
  seconds: (performance.now() - startedAt) / 1000,
  median: latencies[Math.floor(latencies.length / 2)] ?? 0,
  p99: latencies[Math.floor(latencies.length * 0.99)] ?? 0,
};
process.stdout.write(JSON.stringify(posted));
