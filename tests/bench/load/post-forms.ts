// A client process: keeps a number of connections busy with one form's POSTs for some seconds and prints what was
// acknowledged. Raw sockets, so that it takes as little as possible of the cores that it shares with the server.
// Where it keeps trying, a request without an answer or with a 5xx is sent again with the same requestId. Reads a JSON of `PostLoad` from its standard input.
import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { receiveResponses, type Response } from './responses.ts';

export interface PostLoad {
  port: number;
  connections: number;
  seconds: number;
  /** All connections together; as fast as answers come where there is none. */
  perSecond?: number;
  /** Of the page. */
  path: string;
  /** Of the form's action, as `forecast`. */
  action: string;
  /** Bodies to choose from, without requestId. */
  bodies: string[];
  /** Cookie values, each used by one connection at a time. */
  sessions: string[];
  /** Which turn of sessions and bodies comes first: an account that sends the same numbers again adds no row. */
  firstTurn: number;
  /** Without it a connection that the server closes ends the load with an error. */
  keepsTrying?: boolean;
}

export interface PostedLoad {
  acknowledged: number;
  refused: Record<string, number>;
  /** Connections that ended before the answer came. */
  unanswered: number;
  /** The requestIds that were acknowledged. */
  requestIds: string[];
  seconds: number;
  /** Latencies in ms. */
  median: number;
  p99: number;
}

const load = JSON.parse(await text(process.stdin)) as PostLoad;
const { path } = load;
/** Before a request is sent again. */
const PAUSE_MS = 100;
/** Of trying after the end of the load. */
const GIVE_UP_MS = 30_000;
const refused: Record<string, number> = {};
const latencies: number[] = [];
const requestIds: string[] = [];
let unanswered = 0;
let next = load.firstTurn;

function request(requestId: string): string {
  const turn = next++;
  const session = load.sessions[turn % load.sessions.length]!;
  // A whole round of sessions later the same account sends something else.
  const fields = load.bodies[(turn + Math.floor(turn / load.sessions.length)) % load.bodies.length]!;
  const body = `${fields}&requestId=${requestId}`;
  return (
    `POST ${path}?/${load.action} HTTP/1.1\r\nHost: 127.0.0.1:${load.port}\r\nOrigin: http://127.0.0.1:${load.port}\r\n` +
    `Accept: text/html\r\nCookie: session=${session}\r\nContent-Type: application/x-www-form-urlencoded\r\n` +
    `Content-Length: ${body.length}\r\n\r\n${body}`
  );
}

function open(): (request: string) => Promise<Response> {
  const socket = connect(load.port, '127.0.0.1');
  socket.setNoDelay(true);
  const responses = receiveResponses(socket);
  return (text) => {
    socket.write(text);
    return responses.next();
  };
}

async function keepBusy(until: number, offset: number): Promise<void> {
  let send = open();
  const everyMs = load.perSecond ? (1000 * load.connections) / load.perSecond : 0;
  for (let at = performance.now() + offset * everyMs; performance.now() < until; at += everyMs) {
    if (everyMs > 0) await sleep(Math.max(0, at - performance.now()));
    const requestId = randomUUID();
    const text = request(requestId);
    const sentAt = performance.now();
    for (;;) {
      const response = await send(text).catch(unlessTrying);
      const isFinal = response && !(load.keepsTrying && response.status >= 500);
      if (response) count(response, requestId);
      if (isFinal) break;
      if (performance.now() > until + GIVE_UP_MS) throw new Error('a form was never answered');
      await sleep(PAUSE_MS);
      if (!response) send = open();
    }
    latencies.push(performance.now() - sentAt);
  }
}

function count({ status, location }: Response, requestId: string): void {
  if (status === 303 && location?.startsWith(path)) requestIds.push(requestId);
  else refused[`${status} ${location ?? ''}`] = (refused[`${status} ${location ?? ''}`] ?? 0) + 1;
}

function unlessTrying(error: unknown): null {
  if (!load.keepsTrying) throw error;
  unanswered += 1;
  return null;
}

const startedAt = performance.now();
const until = startedAt + load.seconds * 1000;
await Promise.all(Array.from({ length: load.connections }, (_, i) => keepBusy(until, i / load.connections)));
latencies.sort((a, b) => a - b);
const posted: PostedLoad = {
  acknowledged: requestIds.length,
  refused,
  unanswered,
  requestIds,
  seconds: (performance.now() - startedAt) / 1000,
  median: latencies[Math.floor(latencies.length / 2)] ?? 0,
  p99: latencies[Math.floor(latencies.length * 0.99)] ?? 0,
};
process.stdout.write(JSON.stringify(posted), () => process.exit());
