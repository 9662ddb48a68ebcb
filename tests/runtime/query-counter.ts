// Stands between a site and its PostgreSQL server, and notes every query that the site's requests send: the text of each
// simple query, and that of the prepared statement at each Bind of the extended protocol.
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

const INT32 = 4;
/** Sessions of the app's requests and keeper; worker threads have names of their own. */
const APP = 'final-two';

export interface QueryCounter {
  /** The same database by way of the counter. */
  url: string;
  /** Texts of all queries so far, in order. */
  queries: readonly string[];
}

export async function countQueries(databaseUrl: string): Promise<QueryCounter> {
  const { hostname, port } = new URL(databaseUrl);
  const queries: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const database = connect(Number(port), hostname);
    const read = readQueries((text) => queries.push(text));
    for (const socket of [client, database]) {
      sockets.add(socket);
      socket.on('error', () => [client, database].forEach((each) => each.destroy()));
    }
    client.on('data', (chunk: Buffer) => read(chunk));
    client.pipe(database);
    database.pipe(client);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const counted = new URL(databaseUrl);
  counted.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url: counted.href, queries };
}

/** Reads the messages of one session's client, which may come in any pieces. */
function readQueries(onQuery: (text: string) => void): (chunk: Buffer) => void {
  const statements = new Map<string, string>();
  let rest = Buffer.alloc(0);
  let isApp: boolean | null = null;

  function take(type: string, body: Buffer): void {
    const [first = '', second = ''] = body.toString('utf8').split('\0');
    if (type === 'P') statements.set(first, second);
    if (!isApp) return;
    if (type === 'Q') onQuery(first);
    if (type === 'B') onQuery(statements.get(second) ?? '');
  }

  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      // Only the first message of a session has no type.
      const typed = isApp === null ? 0 : 1;
      if (rest.length < typed + INT32) return;
      const end = typed + rest.readInt32BE(typed);
      if (rest.length < end) return;
      const body = rest.subarray(typed + INT32, end);
      if (isApp === null) isApp = body.toString('utf8').split('\0').includes(APP);
      else take(String.fromCharCode(rest[0]!), body);
      rest = rest.subarray(end);
    }
  };
}
