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

// The security log: what happened to accounts and rights, as lines of the application's log with `"log":"security"`.
// It never holds a secret or what was typed: accounts by id, network addresses as `addressKey` (limits/address.ts).

/**
 * `failure`: a wrong password or code, or an invalid answer of a provider or passkey. `link`: an identity was linked or
 * unlinked, or a passkey added or removed. `lockout`: a rate limit refused the attempt. `denial`: a request without the right
 * to it. `elevation`: an admin proved the password again, or an account became admin or author, or ceased to be.
 */
export type SecurityEvent =
  | 'sign-in'
  | 'failure'
  | 'lockout'
  | 'denial'
  | 'elevation'
  | 'exclusion'
  | 'join'
  | 'link'
  | 'verification'
  | 'reset'
  | 'deletion';

export interface SecurityDetails {
  /** Who acted; null for a visitor. */
  accountId?: number | null;
  /** The account that it was done to, where that is another. */
  targetId?: number;
  /** The hashed network address. */
  addressKey?: string;
  /** One of our own constants, such as a route's id or an error's code. */
  reason?: string;
}

/** Writes a line of the security log, also where `LOG_LEVEL` leaves out other information. */
export function securityLog(log: Log, event: SecurityEvent, details: SecurityDetails = {}): void {
  const level = log.level === 'silent' ? 'silent' : 'info';
  log.child({ log: 'security' }, { level }).info({ event, ...details }, event);
}
