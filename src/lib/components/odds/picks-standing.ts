/** How picked companies have fared in the rounds so far. */
import type { RoundView } from '#lib/types/contest.ts';

interface PicksStanding {
  /** The latest round with a result. */
  round: RoundView;
  /** The picks that went on from it. */
  remaining: string[];
}

/** Null while no round has a result, or where nothing was picked. */
export function picksStanding(
  companies: readonly string[],
  rounds: readonly RoundView[],
): PicksStanding | null {
  const round = rounds.findLast(({ result }) => result !== null);
  if (!round || companies.length === 0) return null;
  const advanced = round.entrants.filter((entrant) => entrant.outcome === 'advanced');
  const remaining = companies.filter((company) => advanced.some((entrant) => entrant.company === company));
  return { round, remaining };
}
