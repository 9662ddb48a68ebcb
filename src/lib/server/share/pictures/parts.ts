import type { Entry, Picture, Segment } from './picture.ts';

/** Copy of the light scheme of styles/tokens.css for share pictures, which have no style sheet; a test compares the two. */
export const COLOURS = {
  paper: '#faf8f3',
  card: '#ffffff',
  ink: '#1b1914',
  'ink-soft': '#5f594c',
  seal: '#c8352b',
} as const;

const COMPANIES: Record<string, string> = {
  skt: '#3d5bd0',
  upstage: '#c47a16',
  lg: '#237a66',
  motif: '#7f54b5',
  'naver-cloud': '#5f7033',
  'nc-ai': '#8b5d49',
};

/** Colours of options that are no companies, in turn. */
const PLAIN = ['#6d675a', '#a49b89'] as const;

/** Fill colour of the option at a position. */
export function colourOf(company: string | null, place: number): string {
  return COMPANIES[company ?? ''] ?? PLAIN[place % PLAIN.length] ?? PLAIN[0];
}

// Elements for satori: boxes and text. Satori needs `display: flex` on every box.
export type Style = Record<string, string | number>;

export interface Element {
  type: string;
  props: { style: Style; children: Node[] | string };
}

export type Node = Element | null;

export function box(style: Style, ...children: Node[]): Element {
  return {
    type: 'div',
    props: {
      style: { display: 'flex', boxSizing: 'border-box', ...style },
      children: children.filter(Boolean),
    },
  };
}

export function text(content: string, style: Style): Element {
  return {
    type: 'div',
    props: { style: { display: 'block', boxSizing: 'border-box', ...style }, children: content },
  };
}

/** Estimated width of a text in Latin letters; a Hangul syllable counts as two. */
export function widthOf(content: string): number {
  return [...content].reduce((sum, letter) => sum + (letter > '\u1100' ? 2 : 1), 0);
}

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

// The options of a question: name, odds, the author's stamp and the outcome, with several seats each above its own box.

const { paper, ink, seal, 'ink-soft': soft } = COLOURS;
/** Up to so many options stand side by side, each on two lines; more stand in two columns, each on one line. */
const SIDE_BY_SIDE = 3;
/** Up to so many options leave room for names of two lines. */
const ROOMY = 4;
/** Longest names beside stamp and outcome on one line and on two lines, in Latin letters. */
const LONG_NAME = 16;
const TWO_LINES = 30;
/** Width of a line in two columns, and what each badge takes of it, in Latin letters. */
const ONE_LINE = 27;
const BADGE = 5.5;

export function entries({ entries: shown, more, segments }: Picture, room: number): Element {
  const hasBoxes = segments === null;
  const isSideBySide = more === null && shown.length <= SIDE_BY_SIDE;
  const isRoomy = more === null && shown.length <= ROOMY;
  const mostOf = (each: Entry) => (isRoomy ? TWO_LINES : oneLineOf(each));
  const named = shown.map((each) => (widthOf(each.name) > mostOf(each) ? shortened(each) : each));
  const isLong = named.some((each) => widthOf(each.name) > (isRoomy ? LONG_NAME : oneLineOf(each)));
  const name = isLong ? nameOfTwoLines : nameOfOneLine;
  const width = Math.floor(room / (isSideBySide ? SIDE_BY_SIDE : 2));
  return box(
    { flexWrap: 'wrap', marginTop: isSideBySide ? 24 : 14 },
    ...named.map((each) =>
      isSideBySide ? column(each, width, name, hasBoxes) : line(each, width, name, hasBoxes),
    ),
    more === null ? null : text(more, { width, marginTop: 10, fontSize: 28, color: soft }),
  );
}

function oneLineOf({ outcome, stamp }: Entry): number {
  return ONE_LINE - BADGE * [outcome, stamp].filter(Boolean).length;
}

function shortened(entry: Entry): Entry {
  return { ...entry, name: entry.shortName };
}

type DrawName = (entry: Entry, fontSize: number) => Element;

/** An option in a row of columns. The odds align, also where one name takes two lines. */
function column(entry: Entry, width: number, name: DrawName, hasBox: boolean): Element {
  return box(
    { flexDirection: 'column', justifyContent: 'space-between', width, paddingRight: 20 },
    box({ alignItems: 'center' }, key(entry), name(entry, 32), outcomeOf(entry)),
    box({ alignItems: 'center', marginTop: 6 }, odds(entry, 54), stampOf(entry)),
    hasBox ? box({ marginTop: 10 }, seatBox(entry.permille, entry.colour, width - 20, 44)) : null,
  );
}

function line(entry: Entry, width: number, name: DrawName, hasBox: boolean): Element {
  const words = box(
    { alignItems: 'center', width: width - 20 },
    key(entry),
    name(entry, 28),
    box({ flexShrink: 0, marginLeft: 14 }, odds(entry, 32)),
    outcomeOf(entry),
    stampOf(entry),
  );
  const seat = hasBox ? box({ marginTop: 4 }, seatBox(entry.permille, entry.colour, width - 20, 16)) : null;
  return box({ flexDirection: 'column', width, marginTop: hasBox ? 6 : 10 }, words, seat);
}

function odds({ odds: content }: Entry, fontSize: number): Element {
  return text(content, { flexShrink: 0, whiteSpace: 'nowrap', fontSize, fontWeight: 800 });
}

function key({ colour }: Entry): Element {
  return box({ flexShrink: 0, width: 24, height: 24, borderRadius: 5, background: colour });
}

function nameOfOneLine({ name }: Entry, fontSize: number, style: Style = { lineClamp: 1 }): Element {
  return text(name, {
    flexShrink: 1,
    marginLeft: 12,
    fontSize,
    fontWeight: 800,
    letterSpacing: '-0.02em',
    ...style,
  });
}

/** A name on two lines, in a smaller font. */
function nameOfTwoLines(entry: Entry, fontSize: number): Element {
  return nameOfOneLine(entry, Math.round(fontSize * 0.82), { lineClamp: 2, lineHeight: 1.15 });
}

function outcomeOf({ outcome }: Entry): Node {
  if (!outcome) return null;
  return outcome.cameTrue ? badge(outcome.text, ink, paper) : badge(outcome.text, 'transparent', ink);
}

function stampOf({ stamp }: Entry): Node {
  return stamp === null ? null : badge(stamp, 'transparent', seal);
}

function badge(content: string, ground: string, colour: string): Element {
  return text(content, {
    flexShrink: 0,
    marginLeft: 14,
    padding: '2px 8px',
    border: `3px solid ${ground === ink ? ink : colour}`,
    borderRadius: 6,
    background: ground,
    color: colour,
    fontSize: 20,
    fontWeight: 800,
  });
}
