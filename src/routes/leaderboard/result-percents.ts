// How likely possible results are by the crowd's odds.
import { largestRemainder, SEAT } from '#lib/domain/seats.ts';
import { survivorSets } from '#lib/domain/survivor-sets.ts';
import type { AssumableView, PossibleResult } from '#lib/types/leaderboard.ts';
import type { CrowdView } from '#lib/types/question.ts';

/** Whole percents of the results by the crowd's odds, in the order given; null while nobody has forecast. */
export function resultPercents(
  { options, seats }: Pick<AssumableView, 'options' | 'seats'>,
  results: readonly PossibleResult[],
  { permille }: CrowdView,
): number[] | null {
  if (!permille) return null;
  const sets = survivorSets(
    permille.map((p) => p / SEAT),
    seats,
  );
  const probabilities = results.map(({ survivors }) => {
    const wanted = survivors.join();
    return (
      sets.find(({ members }) => members.map((i) => options[i]?.slug).join() === wanted)?.probability ?? 0
    );
  });
  return largestRemainder(
    probabilities.map((probability) => probability * 100),
    100,
  );
}
