import { box, type Element } from './boxes.ts';
import { COLOURS } from './colours.ts';
import type { Picture } from './picture.ts';

const LINE = 4;
/** Size with its light margin, which keeps it visible on every colour. */
const NOTCH = { width: 10, height: 16 };

/** One bar for all seats together, with a notch at each whole seat. */
export function bar({ segments, seats }: Picture, width: number, height: number): Element {
  const inside = width - 2 * LINE;
  const widthOf = (permille: number) => (inside * permille) / (1000 * seats);
  return box(
    {
      position: 'relative',
      width,
      height,
      border: `${LINE}px solid ${COLOURS.ink}`,
      borderRadius: 12,
      background: COLOURS.card,
      overflow: 'hidden',
    },
    ...segments.map(({ permille, colour }) =>
      box({ width: widthOf(permille), height: '100%', background: colour }),
    ),
    ...notches(seats).flatMap((at) => ['top', 'bottom'].map((edge) => notch(inside * at, edge))),
  );
}

/** Positions of the notches, as shares of the bar's length. */
export function notches(seats: number): number[] {
  return Array.from({ length: seats - 1 }, (_, i) => (i + 1) / seats);
}

function notch(at: number, edge: string): Element {
  const halo = `2px solid ${COLOURS.card}`;
  return box({
    position: 'absolute',
    left: at - NOTCH.width / 2,
    [edge]: 0,
    ...NOTCH,
    background: COLOURS.ink,
    borderLeft: halo,
    borderRight: halo,
  });
}
