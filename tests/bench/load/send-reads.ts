// A client process: keeps connections busy with one GET for some seconds and prints how many answers came. Raw sockets
// and no parsing of bodies, because it shares the cores with the server. Reads a JSON of `ReadLoad` from its standard input.
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';

export interface ReadLoad {
  port: number;
  path: string;
  /** As in a browser's request, further header lines. */
  headers: string[];
  connections: number;
  seconds: number;
}

export interface ReadCount {
  answers: number;
  /** Of answers with another status than 200. */
  others: Record<string, number>;
  seconds: number;
}

const HEAD_END = Buffer.from('\r\n\r\n');
const { port, path, headers, connections, seconds } = JSON.parse(await text(process.stdin)) as ReadLoad;
const request = [`GET ${path} HTTP/1.1`, `Host: 127.0.0.1:${port}`, ...headers, '', ''].join('\r\n');
const others: Record<string, number> = {};
let answers = 0;
const startedAt = performance.now();
const until = startedAt + seconds * 1000;

/** @returns bytes of the whole response, by its head */
function lengthOf(head: Buffer, end: number): number {
  const lines = head.toString('latin1', 0, end).toLowerCase();
  const status = lines.slice(9, 12);
  if (status !== '200') others[status] = (others[status] ?? 0) + 1;
  const length = /\r\ncontent-length: *(\d+)/.exec(lines)?.[1];
  if (!length) throw new Error(`A response without a length: ${lines}`);
  return end + HEAD_END.length + Number(length);
}

function keepBusy(): Promise<void> {
  return new Promise((done, fail) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(request));
    socket.setNoDelay(true);
    let [expected, received] = [0, 0];
    let start: Buffer = Buffer.alloc(0);
    socket.on('data', (chunk) => {
      received += chunk.length;
      if (expected === 0) {
        start = start.length > 0 ? Buffer.concat([start, chunk]) : chunk;
        const end = start.indexOf(HEAD_END);
        if (end < 0) return;
        expected = lengthOf(start, end);
        start = Buffer.alloc(0);
      }
      if (received < expected) return;
      answers += 1;
      [expected, received] = [0, 0];
      if (performance.now() < until) socket.write(request);
      else socket.end();
    });
    socket.on('error', fail);
    socket.on('close', done);
  });
}

await Promise.all(Array.from({ length: connections }, keepBusy));
const count: ReadCount = { answers, others, seconds: (performance.now() - startedAt) / 1000 };
process.stdout.write(JSON.stringify(count));
