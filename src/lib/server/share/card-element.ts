// The picture of a card: whose it is, the headline, and the numbers of one person beside those of others. Pure.
import { seatBox } from './bar.ts';
import { box, type Element, type Node, text, widthOf } from './boxes.ts';
import { COLOURS } from './colours.ts';
import { frame, ROOM, spring } from './frame.ts';
import type { CardPicture, CardTable } from './picture.ts';

const { ink, 'ink-soft': soft } = COLOURS;
/** Smaller than in the picture of a question: the card is about its headline. */
const TITLE = 40;
const LONG_HEADLINE = 48;
/** Room of a column of numbers. */
const COLUMN = 170;
const BOX = 250;
const ROOMY = 4;

export function cardElement(card: CardPicture): Element {
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
