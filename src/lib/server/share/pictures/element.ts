// What all share pictures have around their content: the head of the site, the title, the note and the disclaimer. Pure.
import { bar, box, COLOURS, type Element, entries, type Node, seatBox, text, widthOf } from './parts.ts';
import {
  type CardPicture,
  type CardTable,
  type Drawing,
  type Frame,
  HEIGHT,
  type Picture,
  WIDTH,
} from './picture.ts';

const { paper, ink, 'ink-soft': soft } = COLOURS;

const MARGIN = 64;
/** Width of the content. */
const ROOM = WIDTH - 2 * MARGIN;
/** Longest title on one line at the larger size, in Latin letters. */
const LONG_TITLE = 34;
const LONG_LINE = 105;

/** @param content between title and note; the first part stands below the title */
function frame(picture: Frame, titleSize: number, content: Node[]): Element {
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
function isLongTitle({ title }: Frame): boolean {
  return widthOf(title) > LONG_TITLE;
}

/** Takes the room that the other parts leave. */
const spring = (): Element => box({ flexGrow: 1 });

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

// The picture of a card: whose it is, the headline, and the numbers of one person beside those of others. Pure.

/** Smaller than in the picture of a question: the card is about its headline. */
const TITLE = 40;
/** Room of a column of numbers. */
const COLUMN = 170;
const BOX = 250;
const ROOMY = 4;

function cardElement(card: CardPicture): Element {
  return frame(card, TITLE, [
    text(card.byline, { marginTop: 10, fontSize: 28, color: soft, lineClamp: 1 }),
    text(card.headline, {
      marginTop: 12,
      fontSize: widthOf(card.headline) > LONG_HEADLINE ? 36 : 46,
      fontWeight: 800,
      lineHeight: 1.2,
      letterSpacing: '-0.02em',
      lineClamp: 2,
    }),
    card.line === null ? null : text(card.line, { marginTop: 8, fontSize: 28, lineClamp: 2 }),
    spring(),
    card.table === null ? null : tableOf(card.table),
    figuresOf(card),
    spring(),
  ]);
}

function tableOf({ columns, rows, more }: CardTable): Element {
  const size = rows.length + (more === null ? 0 : 1) > ROOMY ? 26 : 34;
  return box(
    { flexDirection: 'column', width: ROOM },
    box(
      { justifyContent: 'flex-end' },
      ...columns.map((column) => cell(column, { fontSize: 26, color: soft })),
    ),
    ...rows.map((row) => lineOf(row, size)),
    more === null ? null : text(more, { marginTop: 4, fontSize: 24, color: soft }),
  );
}

/** One option: its name, the box filled to the person's number, and the numbers, the person's first and large. */
function lineOf({ colour, name, permille, values }: CardTable['rows'][number], size: number): Element {
  return box(
    { alignItems: 'center', marginTop: size > 30 ? 8 : 2 },
    text(name, {
      flexGrow: 1,
      flexShrink: 1,
      paddingRight: 16,
      fontSize: size,
      fontWeight: 800,
      letterSpacing: '-0.02em',
      lineClamp: 1,
    }),
    seatBox(permille, colour, BOX, size > 30 ? 30 : 20),
    ...values.map((value, i) =>
      cell(value, { fontSize: size, fontWeight: i === 0 ? 800 : 500, color: i === 0 ? ink : soft }),
    ),
  );
}

function cell(content: string, style: Record<string, string | number>): Element {
  return box({ flexShrink: 0, justifyContent: 'flex-end', width: COLUMN }, text(content, style));
}

function figuresOf({ figures }: CardPicture): Node {
  if (figures.length === 0) return null;
  return box(
    { gap: 72 },
    ...figures.map(({ label, value }) =>
      box(
        { flexDirection: 'column' },
        text(label, { fontSize: 28, color: soft }),
        text(value, { fontSize: 64, fontWeight: 800, letterSpacing: '-0.03em' }),
      ),
    ),
  );
}

// Share picture of pages that are not about one question: the mark, name and description of the site. Pure.

interface Words {
  site: string;
  description: string;
  disclaimer: string;
}

export function siteElement({ site, description, disclaimer }: Words): Element {
  return box(
    {
      flexDirection: 'column',
      width: WIDTH,
      height: HEIGHT,
      padding: '64px 72px 40px',
      background: paper,
      color: ink,
      fontFamily: 'Pretendard',
      fontWeight: 500,
      wordBreak: 'keep-all',
    },
    box(
      { alignItems: 'center', gap: 28 },
      seat(ink),
      seat(paper),
      text(site, { marginLeft: 28, fontSize: 128, fontWeight: 800, letterSpacing: '-0.03em' }),
    ),
    box({ flexGrow: 1 }),
    text(description, { fontSize: 46, fontWeight: 800, lineHeight: 1.35, letterSpacing: '-0.02em' }),
    box({ flexGrow: 1 }),
    text(disclaimer, { fontSize: 20, color: soft }),
  );
}

function seat(fill: string): Element {
  const hollow = box({ width: 78, height: 138, borderRadius: 8, background: fill });
  return box({ padding: 16, borderRadius: 22, background: ink }, hollow);
}

// Share pictures as trees of elements for satori. Pure.

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
