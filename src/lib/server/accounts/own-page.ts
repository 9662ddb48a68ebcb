import { viewsOf } from '../auth/sessions.ts';
import type { Db } from '../db/connect.ts';
import { isoOf } from '../db/together.ts';
import { readProfileAndSessions } from './queries.ts';

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
