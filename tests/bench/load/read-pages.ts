// A client process: signed-in readers, each on a connection of their own, read one page again and again for some seconds.
// Raw sockets, so that it takes as little as possible of the cores that it shares with the server. Reads a JSON of
// `PageLoad` from its standard input and prints how many pages came per second.
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { receiveResponses } from './responses.ts';

export interface PageLoad {
  port: number;
  path: string;
  seconds: number;
  /** Cookie values, one for each connection. */
  sessions: string[];
}

const { port, path, seconds, sessions } = JSON.parse(await text(process.stdin)) as PageLoad;

async function read(session: string, until: number): Promise<number> {
  const socket = connect(port, '127.0.0.1');
  socket.setNoDelay(true);
  const responses = receiveResponses(socket);
  const request = [
    `GET ${path} HTTP/1.1`,
    `Host: 127.0.0.1:${port}`,
    `Cookie: session=${session}`,
    'Accept: text/html',
    'Accept-Encoding: gzip, deflate, br, zstd',
    '\r\n',
  ].join('\r\n');
  let pages = 0;
  while (performance.now() < until) {
    socket.write(request);
    const { status } = await responses.next();
    if (status !== 200) throw new Error(`${path} was answered with ${status}`);
    pages += 1;
  }
  socket.destroy();
  return pages;
}

const from = performance.now();
const counts = await Promise.all(sessions.map((session) => read(session, from + seconds * 1000)));
const pages = counts.reduce((sum, each) => sum + each, 0);
console.log((pages * 1000) / (performance.now() - from));
