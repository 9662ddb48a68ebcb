import { tenthsOf } from '#lib/format.ts';
import type { BoardRow } from '#lib/types/leaderboard.ts';

/** How far a row is from another, as a reader would work it out from the points that both are shown with. */
export function pointsAhead(
  mine: Pick<BoardRow, 'peerMicro'>,
  other: Pick<BoardRow, 'peerMicro'>,
): { side: 'ahead' | 'behind' | 'level'; points: string } {
  const tenths = tenthsOf(mine.peerMicro) - tenthsOf(other.peerMicro);
  const side = tenths > 0 ? 'ahead' : tenths < 0 ? 'behind' : 'level';
  return { side, points: (Math.abs(tenths) / 10).toFixed(1) };
}
