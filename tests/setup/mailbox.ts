// A real SMTP server that keeps what it receives.
import { EventEmitter, once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';

interface Received {
  to: string[];
  raw: Buffer;
}

/** Listens on a free port of 127.0.0.1 until it is closed. */
export async function startMailbox() {
  const received: Received[] = [];
  const events = new EventEmitter();
  let refusal: number | null = null;
  let taken = 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo(address, session, done) {
      if (refusal === null) return done();
      events.emit('refused');
      done(Object.assign(new Error('not now'), { responseCode: refusal }));
    },
    onData(stream, session, done) {
      buffer(stream).then((raw) => {
        received.push({ to: session.envelope.rcptTo.map(({ address }) => address), raw });
        events.emit('received');
        done();
      }, done);
    },
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    close: () => new Promise<void>((closed) => server.close(() => closed())),
    count: () => received.length,
    /** Replies to every receiver with this code; null takes letters again. */
    refuse: (code: number | null) => void (refusal = code),
    refused: () => once(events, 'refused'),
    /** The first letter that has not been read yet, once it is there. */
    async next(): Promise<Received> {
      for (;;) {
        const letter = received[taken];
        if (letter) {
          taken++;
          return letter;
        }
        await once(events, 'received');
      }
    },
  };
}
