import { sql, type Transaction } from 'kysely';
import type { Db } from '../../platform/db/connect.ts';
import type { DB } from '../../platform/db/schema.generated.ts';

type Tx = Transaction<DB>;

/** Key of the advisory lock that serialises exclusions. */
const EXCLUSION_LOCK = 18008;

/** Serialises decisions, so that each reads what the previous one wrote. */
export async function lockExclusions(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${EXCLUSION_LOCK}, 0)`.execute(tx);
}

/** @returns the accounts that were not so already */
export async function setExcluded(
  tx: Tx,
  accountIds: readonly number[],
  excluded: boolean,
): Promise<number[]> {
  const changed = await tx
    .updateTable('account')
    .set({ excludedAt: excluded ? sql<Date>`now_at()` : null })
    .where('id', '=', sql<number>`any(${accountIds}::int[])`)
    .where('excludedAt', excluded ? 'is' : 'is not', null)
    .returning('id')
    .execute();
  return changed.map(({ id }) => id);
}

interface NewExclusion {
  excluded: boolean;
  reason: string;
  decidedBy: number;
}

/** @returns the id of the first, which the others name as their batch; null without accounts */
export async function insertExclusions(
  tx: Tx,
  [first, ...rest]: readonly number[],
  exclusion: NewExclusion,
): Promise<number | null> {
  if (first === undefined) return null;
  const insert = tx.insertInto('exclusion');
  const row = { accountId: first, ...exclusion };
  const { id } = await insert.values(row).returning('id').executeTakeFirstOrThrow();
  const others = rest.map((accountId) => ({ accountId, batchId: id, ...exclusion }));
  if (others.length > 0) await insert.values(others).execute();
  return id;
}

/** Accounts that a batch excluded, and that no later decision concerned. */
export async function listExcludedBy(tx: Tx, batchId: number): Promise<number[]> {
  const rows = await tx
    .selectFrom('exclusion')
    .select('accountId')
    .where((e) => e.or([e('id', '=', batchId), e('batchId', '=', batchId)]))
    .where('excluded', '=', true)
    .where(isLatestOfAccount)
    .execute();
  return rows.map(({ accountId }) => accountId);
}

const isLatestOfAccount = sql<boolean>`
  not exists (select from exclusion later where later.account_id = exclusion.account_id and later.id > exclusion.id)
`;

/** Exclusions of several accounts, newest first; `standing` counts those that no later decision concerned. */
export function listBatches(db: Db, limit: number) {
  return db
    .selectFrom('exclusion as first')
    .innerJoin('account', 'account.id', 'first.decidedBy')
    .innerJoin('exclusion', (join) =>
      join.on((e) =>
        e.or([e('exclusion.id', '=', e.ref('first.id')), e('exclusion.batchId', '=', e.ref('first.id'))]),
      ),
    )
    .select(['first.id', 'first.reason', 'first.decidedAt', 'account.handle as decidedBy'])
    .select(sql<number>`count(*)::int`.as('accounts'))
    .select(sql<number>`(count(*) filter (where ${isLatestOfAccount}))::int`.as('standing'))
    .where('first.excluded', '=', true)
    .where('first.id', 'in', (e) =>
      e
        .selectFrom('exclusion as batched')
        .select('batched.batchId')
        .distinct()
        .where('batched.batchId', 'is not', null)
        .where('batched.excluded', '=', true)
        .orderBy('batched.batchId', 'desc')
        .limit(limit)
        .$castTo<{ batchId: number }>(),
    )
    .groupBy(['first.id', 'account.handle'])
    .orderBy('first.id', 'desc')
    .execute();
}

/**
 * Standing forecasts of every question on which one of the accounts has one, in the order of the log. `counts` is false where the
 * forecaster is excluded from pool and ranking.
 */
export function listStandingBeside(tx: Tx, accountIds: readonly number[]) {
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
        .where('own.accountId', '=', sql<number>`any(${accountIds}::int[])`)
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

/** Effects of exclusions on the odds of questions, newest first. */
export function listEffects(db: Db) {
  return db
    .selectFrom('exclusionEffect')
    .innerJoin('exclusion', 'exclusion.id', 'exclusionEffect.exclusionId')
    .select(['exclusion.id', 'exclusion.excluded', 'exclusion.reason', 'exclusion.decidedAt'])
    .select(['exclusionEffect.questionId', 'exclusionEffect.before', 'exclusionEffect.after'])
    .select(
      sql<number>`1 + (select count(*)::int from exclusion rest where rest.batch_id = exclusion.id)`.as(
        'accounts',
      ),
    )
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
