// Excludes an account from ranks and crowd odds, or restores it, for a reason. The effect on the odds of each question
// is public. The forecasts stay in the log.
import type { Transaction } from 'kysely';
import { crowdOdds } from '#lib/domain/crowd.ts';
import type { ExclusionView } from '#lib/types/people.ts';
import { changeAs } from '../audit/service.ts';
import type { Db } from '../db/connect.ts';
import type { DB } from '../db/schema.generated.ts';
import * as leaderboard from '../leaderboard/service.ts';
import * as notices from '../notices/service.ts';
import {
  insertEffects,
  insertExclusion,
  listEffectsOn,
  listExclusionsOf,
  listStandingBeside,
  lockExclusions,
  setExcluded,
  type StandingBeside,
} from './exclusion-queries.ts';
import { ValidationError } from '../errors.ts';

export interface Decision {
  accountId: number;
  /** False restores the account. */
  excluded: boolean;
}

/** The admin who decides, and the reason; both are recorded. */
interface DecidingAdmin {
  accountId: number;
  reason: string;
}

/**
 * Ranks change at once, published scores with the next version of a resolution. The caller refreshes the crowd keeper.
 *
 * @throws ValidationError where the account is in that state already
 */
export function decide(db: Db, by: DecidingAdmin, { accountId, excluded }: Decision): Promise<void> {
  return changeAs(db, by, async (tx) => {
    await lockExclusions(tx);
    if (!excluded) await change(tx, accountId, excluded);
    // Read while the account is not excluded.
    const standing = await listStandingBeside(tx, accountId);
    if (excluded) await change(tx, accountId, excluded);
    const { accountId: decidedBy, reason } = by;
    const exclusionId = await insertExclusion(tx, { accountId, excluded, reason, decidedBy });
    const effects = effectsOf(standing, accountId, excluded);
    await insertEffects(
      tx,
      effects.map((effect) => ({ exclusionId, ...effect })),
    );
    await leaderboard.republish(tx, null);
    await notices.announce(tx, { kind: excluded ? 'excluded' : 'restored', accountId });
  });
}

async function change(tx: Transaction<DB>, accountId: number, excluded: boolean): Promise<void> {
  if (!(await setExcluded(tx, accountId, excluded))) throw new ValidationError('form', 'already-so');
}

/** Public: effects of exclusions on the odds of a question, newest first, without the accounts. */
export async function exclusionsOf(db: Db, questionId: number): Promise<ExclusionView[]> {
  const rows = await listEffectsOn(db, questionId);
  return rows.map((row) => ({ ...row, decidedAt: row.decidedAt.toISOString() }));
}

/** For the admin pages: decisions on an account, newest first. */
export async function historyOf(db: Db, accountId: number) {
  const rows = await listExclusionsOf(db, accountId);
  return rows.map((row) => ({ ...row, decidedAt: row.decidedAt.toISOString() }));
}

/** Odds of each question before and after, rounded as the crowd keeper rounds. */
function effectsOf(standing: StandingBeside[], accountId: number, excluded: boolean) {
  return [...Map.groupBy(standing, (row) => row.questionId)].map(([questionId, rows]) => {
    const counted = rows.filter((row) => row.counts);
    const withIt = oddsOf(counted);
    const without = oddsOf(counted.filter((row) => row.accountId !== accountId));
    return excluded
      ? { questionId, before: withIt, after: without }
      : { questionId, before: without, after: withIt };
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
