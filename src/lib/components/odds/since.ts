// What has become of the crowd's odds since the reader's last forecast. Pure.
import { zip } from '#lib/domain/zip.ts';
import type { SinceView } from '#lib/types/odds.ts';
import type { CrowdView, OptionView } from '#lib/types/question.ts';

export interface Change {
  option: OptionView;
  /** Whole points: percent of then to percent of now. */
  points: number;
}

const POINT = 10;

/**
 * The options whose odds moved by a point or more, the largest changes first; null where there were no odds then, or
 * are none now.
 */
export function changesSince(
  options: readonly OptionView[],
  then: SinceView['permille'],
  now: CrowdView['permille'],
): Change[] | null {
  if (!then || !now) return null;
  return zip(options, zip(then, now))
    .map(([option, [before, after]]) => ({ option, moved: after - before }))
    .filter(({ moved }) => Math.abs(moved) >= POINT)
    .sort((a, b) => Math.abs(b.moved) - Math.abs(a.moved))
    .map(({ option, moved }) => ({ option, points: Math.round(moved / POINT) }));
}
