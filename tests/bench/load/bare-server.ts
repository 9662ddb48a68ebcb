// A server process: the least that node:http can do. Answers everything with one response, read as JSON of `BareResponse`
// from its standard input, and prints its port.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface BareResponse {
  /** Header names and values in turns. */
  head: string[];
  /** In base64. */
  body: string;
}

const response = JSON.parse(await text(process.stdin)) as BareResponse;
const body = Buffer.from(response.body, 'base64');
const server = createServer((_req, res) => res.writeHead(200, response.head).end(body));
server.listen(0, '127.0.0.1', () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`));
