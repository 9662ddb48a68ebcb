import * as sessions from '../sessions/sessions.ts';
import { viewsOf } from '../sessions/sessions.ts';
import type { Db } from '../../platform/db/connect.ts';
import { isoOf } from '../../platform/db/sql.ts';
import { readProfileAndSessions } from './queries.ts';
import { notify, type Post, sessionsEndedLetter } from './letters.ts';
import { ValidationError } from '../../platform/errors.ts';
import type { Limits } from '../../platform/limits/limits.ts';
import { signIn } from './service.ts';

/** What an account's own page shows of it; its session with this secret is marked. */
export async function ownPage(db: Db, accountId: number, secret: string) {
  const { profile, sessions } = await readProfileAndSessions(db, accountId);
  const { email, emailVerifiedAt, joinedAt, hasPassword } = profile[0]!;
  return {
    email,
    isVerified: emailVerifiedAt !== null,
    hasPassword,
    joinedAt: isoOf(joinedAt),
    sessions: viewsOf(sessions, secret),
  };
}

// Sessions that somebody ends on their own page; the verified address gets a notice.

/** Ends one session; nothing happens where it is over already. */
export function endOne(db: Db, post: Post, accountId: number, id: string): Promise<void> {
  return db.transaction().execute(async (tx) => {
    if (await sessions.endSession(tx, accountId, id)) await notify(tx, post, accountId, sessionsEndedLetter);
  });
}

/** Ends all sessions but the one of `secret`. */
export function endOthers(db: Db, post: Post, accountId: number, secret: string): Promise<void> {
  return db.transaction().execute(async (tx) => {
    await sessions.endOtherSessions(tx, accountId, secret);
    await notify(tx, post, accountId, sessionsEndedLetter);
  });
}

// A password typed again by somebody who is signed in.

/**
 * Checks the password of an account as signing in does, with the same limits: a session that was stolen is no way around
 * them.
 *
 * @param address the client's network address, which is rate-limited
 * @param deviceIdOf as of `signIn`
 * @throws ValidationError where it is wrong, TooManyRequestsError, or BusyError
 */
export async function provePassword(
  db: Db,
  limits: Limits,
  { handle, password }: { handle: string; password: string },
  address: string,
  deviceIdOf: (accountId: number) => string | null,
): Promise<void> {
  await signIn(db, limits, { login: handle, password }, address, deviceIdOf).catch((cause: unknown) => {
    throw cause instanceof ValidationError ? new ValidationError('password', 'wrong-password') : cause;
  });
}
