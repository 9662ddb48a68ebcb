import { sql, type Transaction } from 'kysely';
import type { Db } from '../db/connect.ts';
import type { DB } from '../db/schema.generated.ts';

type Tx = Transaction<DB>;

/** Key of the advisory lock that serialises exclusions. */
const EXCLUSION_LOCK = 18008;

/** Serialises decisions, so that each reads what the previous one wrote. */
export async function lockExclusions(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${EXCLUSION_LOCK}, 0)`.execute(tx);
}

/** @returns false where it was so already */
export async function setExcluded(tx: Tx, accountId: number, excluded: boolean): Promise<boolean> {
  const result = await tx
    .updateTable('account')
    .set({ excludedAt: excluded ? sql<Date>`now_at()` : null })
    .where('id', '=', accountId)
    .where('excludedAt', excluded ? 'is' : 'is not', null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

interface NewExclusion {
  accountId: number;
  excluded: boolean;
  reason: string;
  decidedBy: number;
}

export async function insertExclusion(tx: Tx, exclusion: NewExclusion): Promise<number> {
  const { id } = await tx.insertInto('exclusion').values(exclusion).returning('id').executeTakeFirstOrThrow();
  return id;
}

/**
 * Standing forecasts of every question on which an account has one, in the order of the log. `counts` is false where the
 * forecaster is excluded from pool and ranking.
 */
export function listStandingBeside(tx: Tx, accountId: number) {
  return tx
    .selectFrom('standing')
    .innerJoin('account', 'account.id', 'standing.accountId')
    .innerJoin('question', 'question.id', 'standing.questionId')
    .select(['standing.questionId', 'standing.accountId', 'standing.permille', 'question.seats'])
    .select(sql<boolean>`not is_excluded_from_ranking(account)`.as('counts'))
    .select(sql<boolean>`crowd_weight = 'reduced'`.as('isUnverified'))
    .where('standing.permille', 'is not', null)
    .$narrowType<{ permille: number[] }>()
    .where('standing.questionId', 'in', (e) =>
      e
        .selectFrom('standing as own')
        .select('own.questionId')
        .where('own.accountId', '=', accountId)
        .where('own.permille', 'is not', null),
    )
    .orderBy('standing.seq')
    .execute();
}

export type StandingBeside = Awaited<ReturnType<typeof listStandingBeside>>[number];

interface NewEffect {
  exclusionId: number;
  questionId: number;
  before: number[] | null;
  after: number[] | null;
}

export async function insertEffects(tx: Tx, effects: NewEffect[]): Promise<void> {
  if (effects.length > 0) await tx.insertInto('exclusionEffect').values(effects).execute();
}

/** Effects of exclusions on the odds of a question, newest first. */
export function listEffectsOn(db: Db, questionId: number) {
  return db
    .selectFrom('exclusionEffect')
    .innerJoin('exclusion', 'exclusion.id', 'exclusionEffect.exclusionId')
    .select(['exclusion.id', 'exclusion.excluded', 'exclusion.reason', 'exclusion.decidedAt'])
    .select(['exclusionEffect.before', 'exclusionEffect.after'])
    .where('exclusionEffect.questionId', '=', questionId)
    .orderBy('exclusion.id', 'desc')
    .execute();
}

/** Decisions on an account with who made them, newest first. */
export function listExclusionsOf(db: Db, accountId: number) {
  return db
    .selectFrom('exclusion')
    .innerJoin('account', 'account.id', 'exclusion.decidedBy')
    .select(['exclusion.id', 'exclusion.excluded', 'exclusion.reason', 'exclusion.decidedAt'])
    .select('account.handle as decidedBy')
    .where('exclusion.accountId', '=', accountId)
    .orderBy('exclusion.id', 'desc')
    .execute();
}
