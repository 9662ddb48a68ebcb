// Compensated sums (error-free two-sum, Knuth; after Neumaier 1974): running totals that millions of additions and removals leave exact to the last digits.
// Several totals live in one flat array, so that a sweep over a long log allocates nothing.

/** Running totals: total j is the sum of entries 2j (leading part) and 2j + 1 (what rounding took from it). */
export type Totals = Float64Array;

/** `count` totals at 0. */
export function totalsOf(count: number): Totals {
  return new Float64Array(2 * count);
}

/** Adds a finite number to total j. */
export function addTo(totals: Totals, j: number, value: number): void {
  const before = totals[2 * j]!;
  const after = before + value;
  const added = after - before;
  const lost = before - (after - added) + (value - added);
  totals[2 * j] = after;
  totals[2 * j + 1]! += lost;
}

/** The value of total j. */
export function totalAt(totals: Totals, j: number): number {
  return totals[2 * j]! + totals[2 * j + 1]!;
}
