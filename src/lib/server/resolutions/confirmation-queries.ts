import { sql, type Transaction } from 'kysely';
import type { Db } from '../db/connect.ts';
import type { DB } from '../db/schema.generated.ts';

/** The latest version of a resolution as an admin may confirm it; undefined where it is final. */
export function findProvisional(db: Db, questionId: number, accountId: number) {
  return db
    .selectFrom('resolution')
    .innerJoin('account', 'account.id', 'resolution.decidedBy')
    .select(['version', 'account.handle as decider'])
    .select(sql<Date>`provisional_until(resolution)`.as('until'))
    .select(sql<boolean>`may_confirm(resolution, ${accountId})`.as('mayConfirm'))
    .where('questionId', '=', questionId)
    .where(sql<boolean>`provisional_until(resolution) is not null`)
    .where('version', '=', (e) =>
      e
        .selectFrom('resolution as published')
        .select((published) => published.fn.max('published.version').as('version'))
        .where('published.questionId', '=', questionId),
    )
    .executeTakeFirst();
}

interface NewConfirmation {
  questionId: number;
  version: number;
  confirmedBy: number;
}

export async function insertConfirmation(tx: Transaction<DB>, confirmation: NewConfirmation): Promise<void> {
  await tx.insertInto('confirmation').values(confirmation).execute();
}
