import type { Server } from 'node:http';
import type { Config } from '#lib/server/platform/config.ts';
import { CommandError } from './command.ts';

/** Resolves once the server listens. @throws CommandError that says what to do where it cannot */
export function listen(server: Server, { port, host }: Config): Promise<void> {
  return new Promise((done, fail) => {
    server.once('error', (error: NodeJS.ErrnoException) => fail(cannotListen(error, host, port)));
    server.listen(port, host, done);
  });
}

/** The port is in use (EADDRINUSE), as opposed to other reasons why listening failed. */
export class PortBusyError extends CommandError {
  override name = 'PortBusyError';
}

function cannotListen(error: NodeJS.ErrnoException, host: string, port: number): CommandError {
  const { code } = error;
  if (code === 'EADDRINUSE')
    return new PortBusyError(
      `Port ${port} is in use by another program: stop it, or choose another with PORT.`,
    );
  if (code === 'EACCES')
    return new CommandError(`Port ${port} needs more rights: choose a PORT of 1024 or more.`);
  return new CommandError(`HOST ${host} port ${port} cannot be listened on (${code}).`);
}
