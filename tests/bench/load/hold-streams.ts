// A client process: holds a number of event streams open until its standard input ends, then prints how many bytes
// came. Arguments: port, number of streams, question.
import { connect, type Socket } from 'node:net';
import { once } from 'node:events';

const [port = '', count = '', question = ''] = process.argv.slice(2);
/** Connected at once: more would only fill the server's queue of new connections. */
const AT_ONCE = 100;

let received = 0;
let open = 0;

async function hold(): Promise<Socket> {
  const socket = connect(Number(port), '127.0.0.1');
  socket.write(`GET /live?question=${question} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`);
  const [first] = (await once(socket, 'data')) as [Buffer];
  if (!first.toString('latin1').startsWith('HTTP/1.1 200')) throw new Error(first.toString('latin1', 0, 200));
  open += 1;
  socket.on('data', (chunk) => (received += chunk.length));
  socket.on('close', () => (open -= 1));
  return socket;
}

const sockets: Socket[] = [];
while (sockets.length < Number(count)) {
  const batch = Math.min(AT_ONCE, Number(count) - sockets.length);
  sockets.push(...(await Promise.all(Array.from({ length: batch }, hold))));
}
process.stdout.write('ready\n');
process.stdin.resume();
await once(process.stdin, 'end');
process.stdout.write(JSON.stringify({ received, open }));
process.exit(0);
