// Lucia's seven methods on our tables. Lucia hands over the cookie's secret as the session's id; only its
// SHA-256 is ever stored or compared.
import { sql } from 'kysely';
import type { Adapter, DatabaseSession, DatabaseUser } from 'lucia';
import type { Db } from '../db/connect.ts';
import { sha256 } from './hash.ts';

/** However busy, a session ends this long after signing in. */
const ABSOLUTE_LIFETIME_DAYS = 90;

export function sessionAdapter(db: Db): Adapter {
  return {
    async getSessionAndUser(secret) {
      const row = await db
        .selectFrom('session')
        .innerJoin('account', 'account.id', 'session.accountId')
        .select(['session.accountId', 'session.expiresAt', 'session.lastUsedAt'])
        .select(['account.handle', 'account.isAuthor', 'account.isAdmin'])
        .where('session.secretHash', '=', sha256(secret))
        .where('session.expiresAt', '>', sql<Date>`now_at()`)
        .executeTakeFirst();
      if (!row) return [null, null];
      await touch(db, secret, row.lastUsedAt);
      const session: DatabaseSession = {
        id: secret,
        userId: row.accountId,
        expiresAt: row.expiresAt,
        attributes: {},
      };
      const user: DatabaseUser = {
        id: row.accountId,
        attributes: { handle: row.handle, isAuthor: row.isAuthor, isAdmin: row.isAdmin },
      };
      return [session, user];
    },

    async getUserSessions(accountId) {
      const rows = await db
        .selectFrom('session')
        .select(['secretHash', 'accountId', 'expiresAt'])
        .where('accountId', '=', accountId)
        .execute();
      return rows.map((row) => ({
        id: row.secretHash,
        userId: row.accountId,
        expiresAt: row.expiresAt,
        attributes: {},
      }));
    },

    async setSession({ id, userId, expiresAt }) {
      const endsAt = sql<Date>`now_at() + make_interval(days => ${ABSOLUTE_LIFETIME_DAYS})`;
      await db
        .insertInto('session')
        .values({
          secretHash: sha256(id),
          accountId: userId,
          endsAt,
          expiresAt: sql<Date>`least(${expiresAt}::timestamptz, ${endsAt})`,
        })
        .execute();
    },

    async updateSessionExpiration(secret, expiresAt) {
      await db
        .updateTable('session')
        .set({ expiresAt: sql<Date>`least(${expiresAt}::timestamptz, ends_at)` })
        .where('secretHash', '=', sha256(secret))
        .execute();
    },

    async deleteSession(secret) {
      await db.deleteFrom('session').where('secretHash', '=', sha256(secret)).execute();
    },

    async deleteUserSessions(accountId) {
      await db.deleteFrom('session').where('accountId', '=', accountId).execute();
    },

    async deleteExpiredSessions() {
      await db
        .deleteFrom('session')
        .where('expiresAt', '<=', sql<Date>`now_at()`)
        .execute();
    },
  };
}

const TOUCH_AFTER_MS = 60 * 60 * 1000;

async function touch(db: Db, secret: string, lastUsedAt: Date): Promise<void> {
  if (Date.now() - lastUsedAt.getTime() < TOUCH_AFTER_MS) return;
  await db
    .updateTable('session')
    .set({ lastUsedAt: sql<Date>`now_at()` })
    .where('secretHash', '=', sha256(secret))
    .execute();
}
