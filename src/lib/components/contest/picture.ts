// Layout of the contest picture: positions of lines, marks and labels. Pure: no markup, no language, no colours.
// Horizontal positions are in percent of the width, so that the drawing stretches; vertical ones in pixels.
// Labels are placed for the narrowest width at which a layout is used.
import type { ContestView } from '#lib/types/contest.ts';
import { columnMeanings, placeLabels, positions } from './axis.ts';
import type { Anchor, Column, ColumnMeaning } from './axis.ts';
import { knownRounds } from './runs.ts';
import type { CompanyRuns, Run } from './runs.ts';
import { textWidth, wrap } from './text-width.ts';

interface PictureInput {
  contest: ContestView;
  /** Its companies, from above. */
  rows: readonly CompanyRuns[];
  /** Permille by company; null while nobody has forecast. */
  odds: Record<string, number> | null;
  /** The narrowest width in pixels at which this layout is shown. */
  width: number;
  name: (company: string) => string;
  columnLabel: (column: ColumnMeaning, previous: ColumnMeaning | undefined) => string;
  /** Label beside a mark; empty for none. */
  endLabel: (run: Run) => string;
}

/** A text block; `x` in percent, `dx` and `y` (first baseline) in pixels. */
export interface Words {
  lines: string[];
  x: number;
  dx: number;
  y: number;
  anchor: Anchor;
}

interface Stroke {
  run: Run;
  from: number;
  to: number;
  words: Words | null;
}

export interface OpenEnd {
  from: number;
  to: number;
  /** Pixels at the far end. */
  thickness: number;
  permille: number | null;
}

export interface Row {
  company: string;
  name: Words;
  /** Middle of the line. */
  y: number;
  strokes: Stroke[];
  open: OpenEnd | null;
}

export interface Picture {
  height: number;
  columns: Column[];
  /** Where hairlines begin below a label of tier 0, and where they all end. */
  labelHeight: number;
  bottom: number;
  rows: Row[];
}

export const LABEL_SIZE = 12;
export const NAME_SIZE = 13;
export const NUMBER_SIZE = 16;
export const NUMBER_GAP = 8;
export const LINE_HEIGHT = 16;
export const LINE_WIDTH = 4;
/** Thickness in pixels of odds of 100 %; all open ends together are seats times as thick. */
const FULL_THICKNESS = 20;
const LEAST_THICKNESS = 2;
/** Pixels kept free on the right, at the narrowest, for the crowd's odds or a last mark. */
const NUMBER_ROOM = 60;
const BELOW_LABELS = 6;
const MARK_GAP = 12;
const NAME_ABOVE = 14;
/** Space above and below the middle of a line; together the height of a touch target. */
export const ROW_TOP = 30;
export const ROW_BOTTOM = 16;
/** Two lines beside a mark are better than one below it if they have at least this much room. */
const LEAST_BESIDE = 130;

function percent(value: number): number {
  return Math.round(value * 100) / 100;
}

function placeBeside(text: string, x: number, limit: number, y: number, width: number): Words | null {
  const room = ((limit - x) / 100) * width - MARK_GAP;
  const lines = wrap(text, room, LABEL_SIZE);
  const fits = lines.every((line) => textWidth(line, LABEL_SIZE) <= room);
  if (!fits || lines.length > 2 || (lines.length === 2 && room < LEAST_BESIDE)) return null;
  return { lines, x, dx: MARK_GAP, y: y + 4 - ((lines.length - 1) * LINE_HEIGHT) / 2, anchor: 'start' };
}

function placeBelow(text: string, x: number, y: number, width: number): Words {
  const lines = wrap(text, width, LABEL_SIZE);
  const widest = Math.max(...lines.map((line) => textWidth(line, LABEL_SIZE)));
  const at = (x / 100) * width;
  if (at - widest / 2 < 0) return { lines, x: 0, dx: 0, y, anchor: 'start' };
  if (at + widest / 2 > width) return { lines, x: 100, dx: 0, y, anchor: 'end' };
  return { lines, x, dx: 0, y, anchor: 'middle' };
}

function placeName(text: string, x: number, y: number, width: number): Words {
  const cut = (x / 100) * width + textWidth(text, NAME_SIZE) > width;
  return { lines: [text], x: cut ? 100 : x, dx: 0, y, anchor: cut ? 'end' : 'start' };
}

/** Whether a label beside a mark does not overlap the name above the line, which a label of two lines can reach. */
function isClearOf(name: Words, words: Words, width: number): boolean {
  const end =
    name.anchor === 'end' ? width : (name.x / 100) * width + textWidth(name.lines[0] ?? '', NAME_SIZE);
  return words.lines.length === 1 || (words.x / 100) * width + words.dx >= end;
}

/** Where a run ends; an elimination before any result stands in the middle of the open end. */
function endOf(run: Run, openFrom: number, xOf: (on: string | null) => number): number {
  if (run.end === 'open') return openFrom;
  return run.endsOn === null ? percent((openFrom + xOf(null)) / 2) : xOf(run.endsOn);
}

/** Draws one company with its line area starting at `top`; returns its row and where the next one starts. */
function drawRow(
  input: PictureInput,
  { company, runs }: CompanyRuns,
  xOf: (on: string | null) => number,
  openFrom: number,
  top: number,
): { row: Row; next: number } {
  const y = top + ROW_TOP;
  const starts = runs.map((run) => xOf(run.startsOn));
  const name = placeName(input.name(company), starts[0] ?? 0, y - NAME_ABOVE, input.width);
  let below = y + LINE_HEIGHT + 4;
  const strokes = runs.map((run, index): Stroke => {
    const from = starts[index] ?? 0;
    const to = endOf(run, Math.max(from, openFrom), xOf);
    const label = run.end === 'open' ? '' : input.endLabel(run);
    if (label === '') return { run, from, to, words: null };
    const beside = placeBeside(label, to, starts[index + 1] ?? 100, y, input.width);
    if (beside && isClearOf(name, beside, input.width)) return { run, from, to, words: beside };
    const words = placeBelow(label, to, below, input.width);
    below += words.lines.length * LINE_HEIGHT;
    return { run, from, to, words };
  });
  const last = strokes.at(-1);
  const permille = input.odds?.[company] ?? null;
  const thickness = Math.max(LEAST_THICKNESS, ((permille ?? 0) / 1000) * FULL_THICKNESS);
  const open =
    last?.run.end === 'open'
      ? { from: last.to, to: xOf(null), thickness: percent(thickness), permille }
      : null;
  const isTall = below > y + LINE_HEIGHT + 4;
  return { row: { company, name, y, strokes, open }, next: isTall ? below : y + ROW_BOTTOM };
}

/** Computes the layout. Companies that never took part in a round are left out. */
export function drawPicture(input: PictureInput): Picture {
  const { rows } = input;
  const rounds = knownRounds(input.contest);
  const meanings = columnMeanings(rows, rounds);
  const lineArea = 100 * (1 - NUMBER_ROOM / input.width);
  const xs = positions(meanings).map((position) => percent(position * lineArea));
  const columns = placeLabels(
    meanings.map((meaning, index) => ({
      meaning,
      x: xs[index] ?? 0,
      label: input.columnLabel(meaning, meanings[index - 1]),
    })),
    input.width,
    LABEL_SIZE,
  );
  const xOf = (on: string | null) => xs[meanings.findIndex((column) => column.on === on)] ?? lineArea;
  const lastResult = meanings.findLastIndex((column) => column.kind === 'result');
  const openFrom = xs[Math.max(0, lastResult)] ?? 0;
  const labelHeight = LINE_HEIGHT;
  let top = (1 + Math.max(0, ...columns.map((column) => column.tier))) * labelHeight + BELOW_LABELS;
  const drawn = rows.map((company) => {
    const { row, next } = drawRow(input, company, xOf, openFrom, top);
    top = next;
    return row;
  });
  return { height: top + 4, columns, labelHeight, bottom: top, rows: drawn };
}
