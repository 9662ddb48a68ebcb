// Potential score of a forecast: its baseline score for each result with exactly k survivors, if it stood for the whole
// horizon. Up to six results are listed one by one; more are grouped by the number of surviving picks.

import { optionPoints } from './option-points.ts';
import { assertForecast, picksOf, SEAT } from './seats.ts';
import { setCount, survivorSets } from './survivor-sets.ts';

/** Most results listed one by one, which is what fits under a form on a phone. */
const MOST_LISTED_RESULTS = 6;

/** One result: exactly `members` survive. `probability` is the forecast's own, by its survivor sets. */
interface SetEarnings {
  readonly members: readonly number[];
  readonly probability: number;
  readonly points: number;
}

/** All results in which `surviving` of the picks survive: least and most points among them. */
interface PicksEarnings {
  readonly surviving: number;
  readonly lowest: number;
  readonly highest: number;
}

/**
 * `set`: a row per result, most likely first. `picks`: a row per number of surviving picks, most first.
 * `range`: too many results to list and no clear picks, so only the worst and the best.
 */
export type Earnings =
  | { readonly by: 'set'; readonly rows: readonly SetEarnings[] }
  | { readonly by: 'picks'; readonly picks: readonly number[]; readonly rows: readonly PicksEarnings[] }
  | { readonly by: 'range'; readonly lowest: number; readonly highest: number };

/**
 * Points of a forecast that is kept: `right` if what it says comes true, which is its likeliest result (the k options to
 * which it gives most), and `wrong` in the result that earns least, the k options to which it gives least. Both are 0 for
 * the even forecast. Baseline scores as in `earnings`: as if the forecast stood for the whole horizon; not rounded.
 *
 * @param permille a forecast, shape [n]
 * @throws RangeError when the forecast is broken
 */
export function keptPoints(permille: readonly number[], seats: number): { right: number; wrong: number } {
  const { pointsOf, rising } = pointsByResult(permille, seats);
  return { right: pointsOf(rising.slice(-seats)), wrong: pointsOf(rising.slice(0, seats)) };
}

/**
 * Points that a forecast would earn if it stood for the whole horizon (its baseline score, not rounded).
 *
 * @param permille a forecast, shape [n]
 * @throws RangeError when the forecast is broken
 */
export function earnings(permille: readonly number[], seats: number): Earnings {
  const options = permille.length;
  const { pointsOf, rising } = pointsByResult(permille, seats);
  if (setCount(options, seats) <= MOST_LISTED_RESULTS) {
    const sets = survivorSets(
      permille.map((p) => p / SEAT),
      seats,
    );
    return { by: 'set', rows: sets.map((set) => ({ ...set, points: pointsOf(set.members) })) };
  }

  const picks = picksOf(permille, seats);
  if (picks === null) {
    const { right, wrong } = keptPoints(permille, seats);
    return { by: 'range', lowest: wrong, highest: right };
  }
  const picked = rising.filter((i) => picks.includes(i));
  const others = rising.filter((i) => !picks.includes(i));
  const rows: PicksEarnings[] = [];
  for (let surviving = seats; surviving >= Math.max(0, seats - others.length); surviving--) {
    const rest = seats - surviving;
    rows.push({
      surviving,
      lowest: pointsOf([...picked.slice(0, surviving), ...others.slice(0, rest)]),
      highest: pointsOf([...picked.slice(picked.length - surviving), ...others.slice(others.length - rest)]),
    });
  }
  return { by: 'picks', picks, rows };
}

/** The points of any result, and the options by what they add where they survive, least first. */
function pointsByResult(permille: readonly number[], seats: number) {
  const options = permille.length;
  assertForecast(permille, options, seats);
  const nobody = permille.reduce((sum, p) => sum + optionPoints(p, false, options, seats), 0);
  const gains = permille.map(
    (p) => optionPoints(p, true, options, seats) - optionPoints(p, false, options, seats),
  );
  const pointsOf = (survivors: readonly number[]) => survivors.reduce((sum, i) => sum + gains[i]!, nobody);
  const rising = permille.map((_, i) => i).sort((a, b) => gains[a]! - gains[b]!);
  return { pointsOf, rising };
}
