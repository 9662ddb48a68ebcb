import { box, type Element } from './boxes.ts';
import { COLOURS } from './colours.ts';
import type { Segment } from './picture.ts';

const LINE = 4;

/** One bar of all options of a question with one seat, whose odds sum to 100 %. */
export function bar(segments: readonly Segment[], width: number, height: number): Element {
  return boxOf(
    width,
    height,
    LINE,
    ...segments.map(({ permille, colour }) => part((width - 2 * LINE) * (permille / 1000), colour)),
  );
}

/** The box of one option, filled from the left to its odds; empty without odds. */
export function seatBox(permille: number | null, colour: string, width: number, height: number): Element {
  const line = height > 20 ? LINE : 3;
  const filled = permille === null ? null : part((width - 2 * line) * (permille / 1000), colour);
  return boxOf(width, height, line, filled);
}

function part(width: number, colour: string): Element {
  return box({ width, height: '100%', background: colour });
}

function boxOf(width: number, height: number, line: number, ...parts: (Element | null)[]): Element {
  return box(
    {
      flexShrink: 0,
      width,
      height,
      border: `${line}px solid ${COLOURS.ink}`,
      borderRadius: Math.min(12, Math.round(height / 4)),
      background: COLOURS.card,
      overflow: 'hidden',
    },
    ...parts,
  );
}
