// Lucia's seven methods on our tables. Lucia passes the cookie's secret as the session's id; only its SHA-256 is ever
// stored or compared.
import type { Adapter, DatabaseSession, DatabaseUser } from 'lucia';
import type { Db } from '../db/connect.ts';
import { deleteOldEnded } from './ended-queries.ts';
import { sha256 } from './hash.ts';
import * as queries from './queries.ts';
import { createSessionLoader } from './session-loader.ts';

const TOUCH_AFTER_MS = 60 * 60 * 1000;

export function sessionAdapter(db: Db): Adapter {
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
