// Excludes accounts from ranks and crowd odds, or restores them, for a reason. The effect on the odds of each question
// is public. The forecasts stay in the log.
import type { Transaction } from 'kysely';
import { crowdOdds } from '#lib/domain/crowd.ts';
import type { BatchView, ExclusionView } from '#lib/types/people.ts';
import { type Actor, changeAs } from '../../platform/audit/service.ts';
import type { Db } from '../../platform/db/connect.ts';
import type { DB } from '../../platform/db/schema.generated.ts';
import * as leaderboard from '../../results/leaderboard/service.ts';
import * as notices from '../notices/service.ts';
import {
  insertEffects,
  insertExclusions,
  listBatches,
  listEffects,
  listExcludedBy,
  listExclusionsOf,
  listStandingBeside,
  lockExclusions,
  setExcluded,
  type StandingBeside,
} from './exclusion-queries.ts';
import { ValidationError } from '../../platform/errors.ts';

const MOST_BATCHES = 10;

export interface Decision {
  accountIds: readonly number[];
  /** False restores the accounts. */
  excluded: boolean;
}

/** The admin who decides, and the reason; both are recorded. */
interface DecidingAdmin extends Actor {
  accountId: number;
  reason: string;
}

/**
 * Excludes or restores accounts by one decision. Those that are in that state already stay as they are. Ranks change at
 * once, published scores with the next version of a resolution. The caller refreshes the crowd keeper.
 *
 * @throws ValidationError where all are in that state already
 */
export function decide(db: Db, by: DecidingAdmin, decision: Decision): Promise<void> {
  return changeAs(db, by, async (tx) => {
    await lockExclusions(tx);
    await apply(tx, by, decision);
  });
}

/**
 * Restores the accounts of a batch that no later decision concerned, and returns them.
 *
 * @throws ValidationError where there are none
 */
export function restoreBatch(db: Db, by: DecidingAdmin, batchId: number): Promise<number[]> {
  return changeAs(db, by, async (tx) => {
    await lockExclusions(tx);
    const accountIds = await listExcludedBy(tx, batchId);
    await apply(tx, by, { accountIds, excluded: false });
    return accountIds;
  });
}

async function apply(tx: Transaction<DB>, by: DecidingAdmin, { accountIds, excluded }: Decision) {
  const change = () => setExcluded(tx, accountIds, excluded);
  // The odds with the accounts are read while they count.
  const restored = excluded ? [] : await change();
  const standing = await listStandingBeside(tx, accountIds);
  const changed = excluded ? await change() : restored;
  const { accountId: decidedBy, reason } = by;
  const exclusionId = await insertExclusions(tx, changed, { excluded, reason, decidedBy });
  if (exclusionId === null) throw new ValidationError('form', 'already-so');
  const effects = effectsOf(standing, new Set(changed), excluded);
  await insertEffects(
    tx,
    effects.map((effect) => ({ exclusionId, ...effect })),
  );
  await leaderboard.republish(tx, null);
  const kind = excluded ? 'excluded' : 'restored';
  for (const accountId of changed) await notices.announce(tx, { kind, accountId });
}

/** Public: effects of exclusions on the odds by question, newest first, without the accounts. */
export async function listExclusionEffects(db: Db): Promise<Map<number, ExclusionView[]>> {
  const effects = new Map<number, ExclusionView[]>();
  for (const { questionId, ...row } of await listEffects(db)) {
    const view = { ...row, decidedAt: row.decidedAt.toISOString() };
    effects.set(questionId, [...(effects.get(questionId) ?? []), view]);
  }
  return effects;
}

/** For the admin pages: decisions on an account, newest first. */
export async function historyOf(db: Db, accountId: number) {
  const rows = await listExclusionsOf(db, accountId);
  return rows.map((row) => ({ ...row, decidedAt: row.decidedAt.toISOString() }));
}

/** Exclusions of several accounts at once, newest first. */
export async function batches(db: Db): Promise<BatchView[]> {
  const rows = await listBatches(db, MOST_BATCHES);
  return rows.map((row) => ({ ...row, decidedAt: row.decidedAt.toISOString() }));
}

/** Odds of each question before and after, rounded as the crowd keeper rounds. */
function effectsOf(standing: StandingBeside[], changed: ReadonlySet<number>, excluded: boolean) {
  return [...Map.groupBy(standing, (row) => row.questionId)].map(([questionId, rows]) => {
    const counted = rows.filter((row) => row.counts);
    const withThem = oddsOf(counted);
    const without = oddsOf(counted.filter((row) => !changed.has(row.accountId)));
    return excluded
      ? { questionId, before: withThem, after: without }
      : { questionId, before: without, after: withThem };
  });
}

function oddsOf(rows: StandingBeside[]): number[] | null {
  const [first] = rows;
  if (!first) return null;
  return crowdOdds(
    rows.map(({ permille }) => permille),
    first.seats,
    { unverified: rows.map(({ isUnverified }) => isUnverified) },
  );
}
