// Just enough of HTTP/1.1 to read responses off a socket one after another.
import type { Socket } from 'node:net';

export interface Response {
  status: number;
  location: string | undefined;
}

interface Responses {
  /** The next response, once it has come whole. */
  next(): Promise<Response>;
}

/** Responses to requests that are sent one at a time. */
export function receiveResponses(socket: Socket): Responses {
  let text = '';
  let done: ((response: Response) => void) | null = null;
  let failed: ((error: Error) => void) | null = null;
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1');
    const response = parse(text);
    if (!response) return;
    text = '';
    done?.(response);
  });
  socket.on('error', (error) => failed?.(error));
  socket.on('close', () => failed?.(closed()));
  return {
    next: () =>
      new Promise((resolve, reject) => {
        done = resolve;
        failed = reject;
        if (socket.destroyed) reject(closed());
      }),
  };
}

function closed(): Error {
  return new Error('the server closed the connection');
}

/** Null while it has not come whole. */
function parse(text: string): Response | null {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return null;
  const head = text.slice(0, end);
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  const isWhole = length
    ? text.length >= end + 4 + Number(length)
    : !/\r\ntransfer-encoding: *chunked/i.test(head) || text.endsWith('\r\n0\r\n\r\n');
  if (!isWhole) return null;
  return { status: Number(head.slice(9, 12)), location: /\r\nlocation: *(\S+)/i.exec(head)?.[1] };
}
