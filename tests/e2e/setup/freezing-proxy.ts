// A TCP proxy in front of a site that can stop passing on what the site sends, without closing anything.
import { connect, createServer, type Socket } from 'node:net';
import { once } from 'node:events';

export interface FreezingProxy extends AsyncDisposable {
  url: string;
  /** Event streams that were opened through it. */
  streams(): number;
  /** From now on nothing comes of the event streams that are open; later ones are not concerned. */
  freezeStreams(): void;
}

export async function openFreezingProxy(site: string): Promise<FreezingProxy> {
  const { hostname, port } = new URL(site);
  const sockets = new Set<Socket>();
  const streams = new Set<Socket>();
  let opened = 0;
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
      socket.on('error', () => socket.destroy());
    }
    client.on('data', (bytes) => {
      if (!bytes.toString('latin1').startsWith('GET /live?')) return;
      streams.add(upstream);
      opened += 1;
    });
    client.pipe(upstream);
    upstream.pipe(client);
  });
  server.listen(0, 'localhost');
  await once(server, 'listening');
  return {
    url: `http://localhost:${(server.address() as { port: number }).port}`,
    streams: () => opened,
    freezeStreams() {
      for (const upstream of streams) upstream.unpipe().resume();
      streams.clear();
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
