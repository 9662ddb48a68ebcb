// Share pictures as trees of elements for satori. Pure.
import { bar } from './bar.ts';
import { type Element, text, widthOf } from './boxes.ts';
import { cardElement } from './card-element.ts';
import { entries } from './entries.ts';
import { frame, isLongTitle, ROOM, spring } from './frame.ts';
import type { Drawing, Picture } from './picture.ts';

const LONG_HEADLINE = 48;
/** Longest headline that leaves room for all else on two lines; a longer one is said in short names. */
export const LINE_OF_HEADLINE = 80;
const HIGH_BAR = 76;
const LOW_BAR = 44;

export function elementOf(drawing: Drawing): Element {
  return drawing.shape === 'card' ? cardElement(drawing) : questionElement(drawing);
}

function questionElement(picture: Picture): Element {
  const { headline, segments } = picture;
  return frame(picture, titleSize(picture), [
    headline === null
      ? null
      : text(headline, {
          marginTop: 12,
          fontSize: widthOf(headline) > LONG_HEADLINE ? 34 : 46,
          fontWeight: 800,
          lineHeight: 1.25,
          lineClamp: 2,
        }),
    spring(),
    segments === null ? null : bar(segments, ROOM, isFull(picture) ? LOW_BAR : HIGH_BAR),
    entries(picture, ROOM),
    spring(),
  ]);
}

/** The headline, where there is one, is the larger of the two. */
function titleSize(picture: Picture): number {
  if (picture.headline !== null) return 34;
  return isLongTitle(picture) ? 50 : 62;
}

/** Whether title and headline take two lines each. */
function isFull(picture: Picture): boolean {
  return isLongTitle(picture) && widthOf(picture.headline ?? '') > LINE_OF_HEADLINE;
}
