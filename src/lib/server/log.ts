import pino from 'pino';

export type Log = pino.Logger;

/** Redacted property names, at the top level or one level down. */
const SECRETS = [
  'password',
  'token',
  'secret',
  'cookie',
  'authorization',
  'databaseUrl',
  'databaseOwnerUrl',
  'smtpUrl',
];

/**
 * A logger of JSON lines on standard output.
 *
 * Errors are logged without the fields that pg adds: `detail` and `where` quote the values of a row.
 */
export function createLog(level: string): Log {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: SECRETS.flatMap((name) => [name, `*.${name}`]),
    serializers: { err: describeError },
  });
}

function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { code } = error as Error & { code?: unknown };
  const cause = error.cause === undefined ? undefined : describeError(error.cause);
  return { type: error.name, message: error.message, code, stack: error.stack, cause };
}
