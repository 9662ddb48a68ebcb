import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Unanswered requests of one connection. Browsers and proxies send one after the other. */
const MOST_PIPELINED = 8;

/**
 * Ends connections that send many requests without waiting for answers: Node hands all of them over at once, and each
 * takes memory until it is answered.
 *
 * @returns says of a request whether its connection was ended
 */
export function createPipeliningGuard(): (req: IncomingMessage, res: ServerResponse) => boolean {
  const unanswered = new WeakMap<Socket, number>();
  const add = (socket: Socket, change: 1 | -1) => {
    const count = (unanswered.get(socket) ?? 0) + change;
    unanswered.set(socket, count);
    return count;
  };
  return ({ socket }, res) => {
    res.once('close', () => add(socket, -1));
    if (add(socket, 1) > MOST_PIPELINED) socket.destroy();
    return socket.destroyed;
  };
}
