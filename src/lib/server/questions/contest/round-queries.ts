// Changes of rounds and entrants. Each runs inside `changeAs` (audit/service.ts).
import { type Insertable, sql, type Transaction, type Updateable } from 'kysely';
import type { Db } from '../../platform/db/connect.ts';
import type { DB, Entrant, PublishedScore, Round } from '../../platform/db/schema.generated.ts';

type Tx = Transaction<DB>;

export function listRounds(db: Db) {
  return db.selectFrom('round').selectAll().orderBy('number', 'desc').execute();
}

export function findRound(db: Db, number: number) {
  return db.selectFrom('round').selectAll().where('number', '=', number).executeTakeFirst();
}

export function listEntrants(db: Db, roundNumber: number) {
  return db
    .selectFrom('entrant')
    .innerJoin('company', 'company.slug', 'entrant.companySlug')
    .selectAll('entrant')
    .select(['company.nameKo', 'company.nameEn'])
    .where('roundNumber', '=', roundNumber)
    .orderBy('entrant.position')
    .execute();
}

export async function hasRoundTitled(tx: Tx, titleKo: string, exceptNumber: number): Promise<boolean> {
  const row = await tx
    .selectFrom('round')
    .select('number')
    .where('titleKo', '=', titleKo)
    .where('number', '!=', exceptNumber)
    .executeTakeFirst();
  return row !== undefined;
}

/** Inserts the next round. @returns its number, or undefined where another transaction has just inserted it */
export async function insertRound(
  tx: Tx,
  round: Omit<Insertable<Round>, 'number'>,
): Promise<number | undefined> {
  const row = await tx
    .insertInto('round')
    .values({ ...round, number: sql<number>`(select coalesce(max(number), 0) + 1 from round)` })
    .onConflict((c) => c.column('number').doNothing())
    .returning('number')
    .executeTakeFirst();
  return row?.number;
}

/** @returns false where there is no such round */
export async function updateRound(tx: Tx, number: number, round: Updateable<Round>): Promise<boolean> {
  const result = await tx.updateTable('round').set(round).where('number', '=', number).executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Inserts an entrant in the last position. @returns false where the company is in the round already */
export async function insertEntrant(
  tx: Tx,
  entrant: Omit<Insertable<Entrant>, 'position'>,
): Promise<boolean> {
  const result = await tx
    .insertInto('entrant')
    .values({
      ...entrant,
      position: sql<number>`(
        select coalesce(max(position), -1) + 1 from entrant where round_number = ${entrant.roundNumber}
      )`,
    })
    .onConflict((c) => c.columns(['roundNumber', 'companySlug']).doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

/** @returns false where the company is not in the round */
export async function updateEntrant(
  tx: Tx,
  roundNumber: number,
  companySlug: string,
  entrant: Updateable<Entrant>,
): Promise<boolean> {
  const result = await tx
    .updateTable('entrant')
    .set(entrant)
    .where('roundNumber', '=', roundNumber)
    .where('companySlug', '=', companySlug)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Whether the result of a question says what became of an entrant. */
export async function isDecided(tx: Tx, roundNumber: number, companySlug: string): Promise<boolean> {
  const row = await tx
    .selectFrom('entrant')
    .select('companySlug')
    .where('roundNumber', '=', roundNumber)
    .where('companySlug', '=', companySlug)
    .where(sql<boolean>`entrant_result(round_number, company_slug) is not null`)
    .executeTakeFirst();
  return row !== undefined;
}

/** @returns false where the company was not in the round */
export async function deleteEntrant(tx: Tx, roundNumber: number, companySlug: string): Promise<boolean> {
  const result = await tx
    .deleteFrom('entrant')
    .where('roundNumber', '=', roundNumber)
    .where('companySlug', '=', companySlug)
    .executeTakeFirst();
  return result.numDeletedRows > 0n;
}

// Published scores of rounds. Changes run inside `changeAs` (audit/service.ts).

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
