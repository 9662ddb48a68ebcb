import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';

const STATUS_OF: Record<string, number> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/**
 * `clientError` handler: answers malformed or timed-out requests with a status line and closes the connection, after
 * `lingerMs` also where the client does not.
 */
export function answerBrokenRequest(
  error: NodeJS.ErrnoException,
  socket: Duplex & { bytesWritten?: number },
  headers: [name: string, value: string][],
  lingerMs: number,
): void {
  // Part of a response is already on the wire: a second one would corrupt it.
  if (error.code === 'ECONNRESET' || !socket.writable || socket.bytesWritten) return void socket.destroy();
  const status = STATUS_OF[error.code ?? ''] ?? 400;
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
    'content-length: 0',
    'connection: close',
  ];
  setTimeout(() => socket.destroy(), lingerMs).unref();
  socket.end(`${lines.join('\r\n')}\r\n\r\n`);
}
