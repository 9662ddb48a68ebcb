// Published scores of rounds. Changes run inside `changeAs` (audit/service.ts).
import { type Insertable, sql, type Transaction } from 'kysely';
import type { Db } from '../db/connect.ts';
import type { DB, PublishedScore } from '../db/schema.generated.ts';

/** The scores of a round, and those of earlier rounds, whose items are likely to come again; latest round first. */
export function listScoresUntil(db: Db, roundNumber: number) {
  return db
    .selectFrom('publishedScore')
    .selectAll()
    .where('roundNumber', '<=', roundNumber)
    .orderBy('roundNumber', 'desc')
    .orderBy('position')
    .execute();
}

export async function upsertScore(tx: Transaction<DB>, score: Insertable<PublishedScore>): Promise<void> {
  const { best, bestHundredths, averageHundredths, gapHundredths, source } = score;
  await tx
    .insertInto('publishedScore')
    .values(score)
    .onConflict((c) =>
      c
        .columns(['roundNumber', 'item'])
        .doUpdateSet({ best, bestHundredths, averageHundredths, gapHundredths, source }),
    )
    .execute();
}

/** Whether a round exists, locked against others who enter its scores. */
export async function lockRound(tx: Transaction<DB>, roundNumber: number): Promise<boolean> {
  const row = await tx
    .selectFrom('round')
    .select(sql<number>`1`.as('one'))
    .where('number', '=', roundNumber)
    .forUpdate()
    .executeTakeFirst();
  return row !== undefined;
}
