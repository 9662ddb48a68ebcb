// Reads sessions for concurrent requests together: those that arrive while one read is under way share the next. A read
// starts after every request that it serves, so unlike a cache it never returns a session that was ended before.
import DataLoader from 'dataloader';
import type { Db } from '../../platform/db/connect.ts';
import * as queries from './queries.ts';
import { deleteOldEnded, listOpenSessions, type OpenSessionRow } from './queries.ts';
import { type Adapter, type DatabaseSession, type DatabaseUser, Lucia, TimeSpan } from 'lucia';
import { sha256 } from '../../platform/signing.ts';
import type { ReaderView } from '#lib/types/reader.ts';

const MAX_BATCH_SIZE = 200;

interface SessionLoader {
  /** The open session with this hash of its secret, or null. */
  load(secretHash: string): Promise<OpenSessionRow | null>;
}

function createSessionLoader(db: Db): SessionLoader {
  let lastRead: Promise<unknown> = Promise.resolve();

  async function readBatch(hashes: readonly string[]): Promise<(OpenSessionRow | null)[]> {
    const rows = new Map((await listOpenSessions(db, hashes)).map((row) => [row.secretHash, row]));
    return hashes.map((hash) => rows.get(hash) ?? null);
  }

  return new DataLoader<string, OpenSessionRow | null>(
    (hashes) => {
      const read = readBatch(hashes);
      lastRead = read.catch(() => undefined);
      return read;
    },
    {
      cache: false,
      maxBatchSize: MAX_BATCH_SIZE,
      batchScheduleFn: (dispatch) => void lastRead.then(dispatch),
    },
  );
}

// Lucia's seven methods on our tables. Lucia passes the cookie's secret as the session's id; only its SHA-256 is ever
// stored or compared.

const TOUCH_AFTER_MS = 60 * 60 * 1000;

function sessionAdapter(db: Db): Adapter {
  const loader = createSessionLoader(db);
  return {
    async getSessionAndUser(secret) {
      const row = await loader.load(sha256(secret));
      if (!row) return [null, null];
      if (Date.now() - row.lastUsedAt.getTime() >= TOUCH_AFTER_MS) {
        await queries.updateLastUsed(db, row.secretHash);
      }
      const { accountId, expiresAt, lastUsedAt, handle, isAuthor, isAdmin } = row;
      const session: DatabaseSession = {
        id: secret,
        userId: accountId,
        expiresAt,
        attributes: { lastUsedAt },
      };
      const user: DatabaseUser = { id: accountId, attributes: { handle, isAuthor, isAdmin } };
      return [session, user];
    },

    async getUserSessions(accountId) {
      const rows = await queries.listSessionsOf(db, accountId);
      return rows.map((row) => ({
        id: row.secretHash,
        userId: row.accountId,
        expiresAt: row.expiresAt,
        attributes: { lastUsedAt: row.lastUsedAt },
      }));
    },

    setSession: ({ id, userId, expiresAt }) =>
      queries.insertSession(db, { secretHash: sha256(id), accountId: userId, expiresAt }),
    updateSessionExpiration: (secret, expiresAt) => queries.updateExpiry(db, sha256(secret), expiresAt),
    deleteSession: (secret) => queries.deleteSession(db, sha256(secret)),
    deleteUserSessions: (accountId) => queries.deleteSessionsOf(db, accountId),
    async deleteExpiredSessions() {
      await queries.deleteExpiredSessions(db);
      await deleteOldEnded(db);
    },
  };
}

// The one place that knows Lucia: everything else sees the functions of `Auth`. See
// docs/decisions/002-lucia-behind-one-folder.md.

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
