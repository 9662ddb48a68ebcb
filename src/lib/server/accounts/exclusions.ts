// Leaving an account out of ranks and the crowd, and letting it back in: with a reason, and with what it does to the
// odds of each question on public record. The forecasts themselves stay where they are.
import { crowdOdds } from '#lib/domain/crowd.ts';
import type { ExclusionView } from '#lib/types/people.ts';
import { changeAs } from '../audit/service.ts';
import type { Db } from '../db/connect.ts';
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
  /** False lets the account back in. */
  excluded: boolean;
}

/** The admin who decides, and why: both are on record. */
export interface Judge {
  accountId: number;
  reason: string;
}

/**
 * Ranks follow at once, scores that were published with the next version of a result. The caller lets the crowd keeper
 * hear of it.
 *
 * @throws ValidationError where it is so already
 */
export function decide(db: Db, by: Judge, { accountId, excluded }: Decision): Promise<void> {
  return changeAs(db, by, async (tx) => {
    await lockExclusions(tx);
    if (!(await setExcluded(tx, accountId, excluded))) throw new ValidationError('form', 'already-so');
    const { accountId: decidedBy, reason } = by;
    const exclusionId = await insertExclusion(tx, { accountId, excluded, reason, decidedBy });
    const effects = effectsOf(await listStandingBeside(tx, accountId), accountId, excluded);
    await insertEffects(
      tx,
      effects.map((effect) => ({ exclusionId, ...effect })),
    );
    await leaderboard.republish(tx, null);
    await notices.announce(tx, { kind: excluded ? 'excluded' : 'restored', accountId });
  });
}

/** Public: what decisions did to the odds of a question, newest first, without saying on whom. */
export async function exclusionsOf(db: Db, questionId: number): Promise<ExclusionView[]> {
  const rows = await listEffectsOn(db, questionId);
  return rows.map((row) => ({ ...row, decidedAt: row.decidedAt.toISOString() }));
}

/** For the admin pages: every decision on an account, newest first. */
export async function historyOf(db: Db, accountId: number) {
  const rows = await listExclusionsOf(db, accountId);
  return rows.map((row) => ({ ...row, decidedAt: row.decidedAt.toISOString() }));
}

/** The odds of each question before and after, rounded as the keeper rounds them. */
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
  );
}
