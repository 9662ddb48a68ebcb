// What all share pictures have around their content: the head of the site, the title, the note and the disclaimer. Pure.
import { box, type Element, type Node, text, widthOf } from './boxes.ts';
import { COLOURS } from './colours.ts';
import { type Frame, HEIGHT, WIDTH } from './picture.ts';

const { paper, ink, 'ink-soft': soft } = COLOURS;
const MARGIN = 64;
/** Width of the content. */
export const ROOM = WIDTH - 2 * MARGIN;
/** Longest title on one line at the larger size, in Latin letters. */
const LONG_TITLE = 34;
const LONG_LINE = 105;

/** @param content between title and note; the first part stands below the title */
export function frame(picture: Frame, titleSize: number, content: Node[]): Element {
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
      marginTop: 26,
      fontSize: titleSize,
      fontWeight: 800,
      lineHeight: 1.2,
      letterSpacing: '-0.03em',
      lineClamp: 2,
    }),
    ...content,
    text(picture.note, { fontSize: 26 }),
    text(picture.disclaimer, {
      marginTop: 8,
      fontSize: widthOf(picture.disclaimer) > LONG_LINE ? 20 : 22,
      color: soft,
    }),
  );
}

/** Whether the title takes two lines. */
export function isLongTitle({ title }: Frame): boolean {
  return widthOf(title) > LONG_TITLE;
}

/** Takes the room that the other parts leave. */
export const spring = (): Element => box({ flexGrow: 1 });

function head({ site, topic, simulation }: Frame): Element {
  const seat = (fill: string) =>
    box({ width: 22, height: 34, border: `4px solid ${ink}`, borderRadius: 5, background: fill });
  return box(
    { alignItems: 'center', gap: 6 },
    seat(ink),
    seat(paper),
    text(site, { marginLeft: 10, fontSize: 34, fontWeight: 800, letterSpacing: '-0.03em' }),
    text(topic, { marginLeft: 12, fontSize: 26, color: soft }),
    spring(),
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
