// The one place that knows Lucia: everything else sees the functions of `Auth`. See
// docs/decisions/002-lucia-behind-one-folder.md.
import { Lucia, TimeSpan } from 'lucia';
import type { ReaderView } from '#lib/types/reader.ts';
import type { Db } from '../db/connect.ts';
import { sessionAdapter } from './adapter.ts';

/** A request after so long without any begins another visit. */
const VISIT_GAP = new TimeSpan(6, 'h');
const IDLE_LIFETIME = new TimeSpan(14, 'd');

declare module 'lucia' {
  interface Register {
    Lucia: Lucia<SessionAttributes, ReaderView>;
    UserId: number;
    DatabaseUserAttributes: ReaderView;
    DatabaseSessionAttributes: SessionAttributes;
  }
}

interface SessionAttributes {
  lastUsedAt: Date;
}

export interface Account extends ReaderView {
  id: number;
}

export interface Cookie {
  name: string;
  value: string;
  maxAgeSeconds: number;
}

export interface Auth {
  cookieName: string;
  /** Who a cookie's secret belongs to; `cookie` is set where the browser should be given a later expiry, `isNewVisit` on the first request of a visit. */
  read(secret: string): Promise<{ account: Account; cookie: Cookie | null; isNewVisit: boolean } | null>;
  /** Opens a session and returns its cookie. */
  open(accountId: number): Promise<Cookie>;
  close(secret: string): Promise<void>;
  sweep(): Promise<void>;
}

/** @param cookiePrefix what the cookie's name begins with */
export function createAuth(db: Db, cookiePrefix = ''): Auth {
  const cookieName = `${cookiePrefix}session`;
  const lucia = new Lucia(sessionAdapter(db), {
    sessionExpiresIn: IDLE_LIFETIME,
    getSessionAttributes: ({ lastUsedAt }) => ({ lastUsedAt }),
    getUserAttributes: ({ handle, isAuthor, isAdmin }) => ({ handle, isAuthor, isAdmin }),
  });
  const cookieOf = (secret: string): Cookie => ({
    name: cookieName,
    value: secret,
    maxAgeSeconds: IDLE_LIFETIME.seconds(),
  });

  return {
    cookieName,
    async read(secret) {
      const { session, user } = await lucia.validateSession(secret);
      if (!session) return null;
      const { id, handle, isAuthor, isAdmin } = user;
      return {
        account: { id, handle, isAuthor, isAdmin },
        cookie: session.fresh ? cookieOf(secret) : null,
        isNewVisit: Date.now() - session.lastUsedAt.getTime() >= VISIT_GAP.milliseconds(),
      };
    },
    async open(accountId) {
      const session = await lucia.createSession(accountId, { lastUsedAt: new Date() });
      return cookieOf(session.id);
    },
    close: (secret) => lucia.invalidateSession(secret),
    sweep: () => lucia.deleteExpiredSessions(),
  };
}
