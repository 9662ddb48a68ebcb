// The share picture of a question as a tree of elements for satori. Pure.
import { bar } from './bar.ts';
import { box, type Element, text, widthOf } from './boxes.ts';
import { COLOURS } from './colours.ts';
import { entries } from './entries.ts';
import { HEIGHT, type Picture, WIDTH } from './picture.ts';

const { paper, ink, 'ink-soft': soft } = COLOURS;
const MARGIN = 64;
const ROOM = WIDTH - 2 * MARGIN;
/** Longest title on one line at the larger size, in Latin letters. */
const LONG_TITLE = 34;
const LONG_RESULT = 62;
/** Longest result on one line at the smaller size; a longer one takes two lines. */
export const LINE_OF_RESULT = 80;
const LONG_LINE = 105;
const HIGH_BAR = 76;
const LOW_BAR = 44;

export function elementOf(picture: Picture): Element {
  return box(
    {
      flexDirection: 'column',
      width: WIDTH,
      height: HEIGHT,
      padding: `44px ${MARGIN}px 36px`,
      background: paper,
      color: ink,
      fontFamily: 'Pretendard',
      fontWeight: 500,
      wordBreak: 'keep-all',
    },
    head(picture),
    text(picture.title, {
      marginTop: 30,
      fontSize: widthOf(picture.title) > LONG_TITLE ? 50 : 62,
      fontWeight: 800,
      lineHeight: 1.2,
      letterSpacing: '-0.03em',
      lineClamp: 2,
    }),
    picture.result === null
      ? null
      : text(picture.result, {
          marginTop: 12,
          fontSize: widthOf(picture.result) > LONG_RESULT ? 26 : 34,
          fontWeight: 800,
          lineHeight: 1.25,
          lineClamp: 2,
        }),
    box({ flexGrow: 1 }),
    bar(picture, ROOM, isFull(picture) ? LOW_BAR : HIGH_BAR),
    entries(picture, ROOM),
    box({ flexGrow: 1 }),
    text(picture.note, { fontSize: 26 }),
    text(picture.disclaimer, {
      marginTop: 8,
      fontSize: widthOf(picture.disclaimer) > LONG_LINE ? 20 : 22,
      color: soft,
    }),
  );
}

/** Whether title and result take two lines each. */
function isFull({ title, result }: Picture): boolean {
  return widthOf(title) > LONG_TITLE && widthOf(result ?? '') > LINE_OF_RESULT;
}

function head({ site, topic, simulation }: Picture): Element {
  const seat = (fill: string) =>
    box({ width: 22, height: 34, border: `4px solid ${ink}`, borderRadius: 5, background: fill });
  return box(
    { alignItems: 'center', gap: 6 },
    seat(ink),
    seat(paper),
    text(site, { marginLeft: 10, fontSize: 34, fontWeight: 800, letterSpacing: '-0.03em' }),
    text(topic, { marginLeft: 12, fontSize: 26, color: soft }),
    box({ flexGrow: 1 }),
    simulation === null
      ? null
      : text(simulation, {
          padding: '8px 16px',
          background: ink,
          color: paper,
          borderRadius: 8,
          fontSize: 22,
          fontWeight: 800,
        }),
  );
}
