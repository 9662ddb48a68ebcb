// Sessions that somebody ends on their own page; the verified address gets a notice.
import * as sessions from '../auth/sessions.ts';
import type { Db } from '../db/connect.ts';
import { sessionsEndedLetter } from './letters.ts';
import { notify, type Post } from './notify.ts';

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
