/** Geometry of the picture of odds over time that the server draws: odds hold until they change, so lines are steps. */
import { type LinePoint, shareOf, type Span } from '#lib/components/odds/series.ts';

/** Units across; down, a unit is a pixel. */
export const ACROSS = 1000;
export const HEIGHT = 220;
/** Above and below the lines, so that none is cut at its edge. */
export const PADDING = 10;
export const FULL_HEIGHT = HEIGHT + 2 * PADDING;
/** Permille beyond 0 and 1000 that the padding shows. */
export const BEYOND = (1000 * PADDING) / HEIGHT;

/** An option is known by its dashes too, not by its colour alone. */
const DASHES = [[], [7, 4], [2, 3], [9, 3, 2, 3], [4, 4], [12, 4]] as const;

export function dashesOf(option: number): readonly number[] {
  return DASHES[option % DASHES.length] ?? [];
}

/** Where a probability lies, 0 at 1000 permille. */
export function yOf(permille: number): number {
  return round(HEIGHT * (1 - permille / 1000));
}

/** A line as an SVG path. */
export function stepPath(points: readonly LinePoint[], span: Span): string {
  let path = '';
  let drawn: number | null = null;
  for (const { x: at, y: permille } of points) {
    const x = round(ACROSS * shareOf(at, span));
    const y = permille === null ? null : yOf(permille);
    if (y !== null) {
      if (drawn === null) path += `M${x} ${y}`;
      else path += y === drawn ? `H${x}` : `H${x}V${y}`;
    }
    drawn = y;
  }
  return path;
}

/** Moves labels apart so that none is closer to the next than `gap`, and none leaves 0..height; order is kept. */
export function spread(wanted: readonly number[], gap: number, height: number): number[] {
  const order = wanted.map((_, i) => i).sort((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0) || a - b);
  const placed = [...wanted];
  let low = 0;
  for (const i of order) {
    placed[i] = Math.max(placed[i] ?? 0, low);
    low = placed[i] + gap;
  }
  let high = height;
  for (const i of order.toReversed()) {
    placed[i] = Math.min(placed[i] ?? 0, high);
    high = placed[i] - gap;
  }
  return placed;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
