// More and more people who forecast on the final question, without a browser.
import { randomUUID } from 'node:crypto';
import { balance } from '#lib/domain/seats.ts';
import * as forecasts from '#lib/server/forecasts/service.ts';
import { getQuestion, withDatabase } from './database.ts';
import type { Place } from './people.ts';

export class GrowingCrowd {
  size = 0;

  /** Each is surer of SKT and Upstage than the one before. Nobody comes where the number is not positive. */
  grow(place: Place, by: number, joined: { joinedAt?: Date } = {}): Promise<void> {
    return withDatabase(place, async (db) => {
      const { id: questionId } = await getQuestion(db, 'final-3');
      for (let i = 0; i < by; i++) {
        const n = ++this.size;
        const { id: accountId } = await db
          .insertInto('account')
          .values({ handle: `crowd-${String(n).padStart(2, '0')}`, ...joined })
          .returning('id')
          .executeTakeFirstOrThrow();
        const permille = balance([800 + 5 * n, 810 + 4 * n, 390 - 9 * n], 2);
        await forecasts.place(db, { accountId, questionId, permille, requestId: randomUUID() });
      }
    });
  }
}
