// Time axis of the contest picture: one column per dated event, proportional to time with a minimum gap.
import type { CompanyRuns } from './runs.ts';
import type { RoundView } from '#lib/types/contest.ts';
import { DAY_MS } from '#lib/kst.ts';
import { textWidth } from './text-width.ts';

export type Anchor = 'start' | 'middle' | 'end';

/** Meaning of a column: the first selection, a later entry, the result of a round, or the open end. */
export interface ColumnMeaning {
  kind: 'selection' | 'entry' | 'result' | 'open';
  /** Null for the open end. */
  on: string | null;
  /** Number of the round, where the column belongs to one. */
  round: number | null;
}

export interface Column extends ColumnMeaning {
  /** Percent of the drawing's width. */
  x: number;
  label: string;
  anchor: Anchor;
  /** Line of the label, 0 at the top. */
  tier: number;
}

/** Share of the line area that the open end takes. */
const OPEN_SHARE = 0.2;
/** Neighbouring columns keep at least this share of the dated part, or an equal part of half of it. */
const LEAST_GAP = 0.13;
const LABEL_GAP = 8;

function days(from: string, to: string): number {
  return Math.max(0, (Date.parse(to) - Date.parse(from)) / DAY_MS);
}

/** The meanings of all columns in time order, the open end last. */
export function columnMeanings(rows: readonly CompanyRuns[], rounds: readonly RoundView[]): ColumnMeaning[] {
  const starts = [...new Set(rows.flatMap((row) => row.runs.map((run) => run.startsOn)))].sort();
  const columns: ColumnMeaning[] = starts.map((on, index) => ({
    kind: index === 0 ? 'selection' : 'entry',
    on,
    round: null,
  }));
  for (const round of rounds) {
    if (round.result) columns.push({ kind: 'result', on: round.result.on, round: round.number });
  }
  columns.sort((a, b) => (a.on ?? '').localeCompare(b.on ?? ''));
  const running = rounds.find((round) => round.result === null);
  if (running) columns.push({ kind: 'open', on: null, round: running.number });
  return columns;
}

/** Position of each column in 0..1: in proportion to time, with a least gap, and a fixed share for the open end. */
export function positions(columns: readonly ColumnMeaning[]): number[] {
  const dated = columns.flatMap((column) => (column.on === null ? [] : [column.on]));
  const end = dated.length === columns.length ? 1 : 1 - OPEN_SHARE;
  const spans = dated.slice(1).map((on, index) => days(dated[index] ?? on, on));
  const total = spans.reduce((sum, span) => sum + span, 0) || 1;
  const least = Math.min(LEAST_GAP, 0.5 / Math.max(1, spans.length));
  const shares = spans.map((span) => (span === 0 ? 0 : Math.max(least, span / total)));
  const whole = shares.reduce((sum, share) => sum + share, 0) || 1;
  let position = 0;
  const result = [0, ...shares.map((share) => (position += (share / whole) * end))];
  return dated.length === columns.length ? result : [...result.slice(0, dated.length), 1];
}

/** Distributes labels over the fewest lines (tiers) in which no two overlap. */
export function placeLabels(
  columns: readonly { meaning: ColumnMeaning; x: number; label: string }[],
  width: number,
  size: number,
): Column[] {
  const ends: number[] = [];
  return columns.map(({ meaning, x, label }) => {
    const wide = textWidth(label, size);
    const at = (x / 100) * width;
    const anchor: Anchor = at - wide / 2 < 0 ? 'start' : at + wide / 2 > width ? 'end' : 'middle';
    const from = anchor === 'start' ? at : anchor === 'end' ? at - wide : at - wide / 2;
    const free = ends.findIndex((end) => end + LABEL_GAP <= from);
    const tier = free === -1 ? ends.length : free;
    ends[tier] = from + wide;
    return { ...meaning, x, label, anchor, tier };
  });
}
