// Score lines as they are shown: tenths of a point that add up to the tenths of their total.
import { MICRO_PER_TENTH, tenthsOf } from '#lib/format.ts';

/**
 * Rounds parts to tenths of a point so that they add up to the total's tenths exactly, by largest remainder: each is
 * off by less than a tenth.
 *
 * @param totalMicro micro-points, within a few of the parts' sum
 * @param partsMicro micro-points, shape [n]
 * @returns tenths, shape [n]
 */
export function shownTenths(totalMicro: number, partsMicro: readonly number[]): number[] {
  const exact = partsMicro.map((micro) => micro / MICRO_PER_TENTH);
  const tenths = exact.map(Math.floor);
  let missing = tenthsOf(totalMicro) - tenths.reduce((sum, part) => sum + part, 0);
  const byRemainder = exact.map((value, i) => ({ i, rest: value - Math.floor(value) }));
  byRemainder.sort((a, b) => b.rest - a.rest || a.i - b.i);
  // Where stored parts miss their total by more than rounding does, all share the rest.
  for (let next = 0; missing !== 0 && tenths.length > 0; next = (next + 1) % tenths.length) {
    const step = Math.sign(missing);
    const { i } = step > 0 ? byRemainder[next]! : byRemainder.at(-1 - next)!;
    tenths[i]! += step;
    missing -= step;
  }
  return tenths;
}

/** Whether parts that are each shown in tenths of a point add up to the total that is shown with them. */
export function addUp(totalMicro: number, partsMicro: readonly number[]): boolean {
  return partsMicro.reduce((sum, part) => sum + tenthsOf(part), 0) === tenthsOf(totalMicro);
}
