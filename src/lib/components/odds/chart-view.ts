// Which part of the odds over time a chart shows, and between which percentages. Pure.
import { DAY_MS, kstDate } from '#lib/kst.ts';
import { type NumberedEvent } from './event-marks.ts';
import { type Series, shareOf, type Span, stepAt } from './series.ts';

export type Range = 'week' | 'month' | 'all';

const LENGTHS: [Range, number][] = [
  ['week', 7 * DAY_MS],
  ['month', 30 * DAY_MS],
];
/** Longer spans have one value a day. */
const DAILY_FROM_MS = 14 * DAY_MS;
/** The axis covers at least this, in permille: small changes stay small. */
const LEAST_COVERED = 200;

/** The ranges to choose from: those shorter than the whole, and the whole. */
export function rangesOf({ from, until }: Span): Range[] {
  return [...LENGTHS.filter(([, length]) => length < until - from).map(([range]) => range), 'all'];
}

/** The last week, the last month, or the whole. */
export function spanIn({ from, until }: Span, range: Range): Span {
  const [, length] = LENGTHS.find(([name]) => name === range) ?? [range, Infinity];
  return { from: Math.max(from, until - length), until };
}

/** The steps within a span, and what held when it began; over two weeks the last of each Korean day. */
export function seriesIn(series: readonly Series[], span: Span): Series[] {
  const isDaily = span.until - span.from > DAILY_FROM_MS;
  return series.flatMap((one) => {
    const held = stepAt(one, span.from);
    const later = one.steps.filter(({ at }) => at > span.from);
    const steps = [...(held ? [{ ...held, at: span.from }] : []), ...(isDaily ? lastOfDays(later) : later)];
    return steps.length > 0 ? [{ ...one, steps }] : [];
  });
}

function lastOfDays<Step extends { at: number }>(steps: readonly Step[]): Step[] {
  return [...new Map(steps.map((step) => [kstDate(new Date(step.at)), step])).values()];
}

/** The events within a span, at their places on it; their numbers stay. */
export function eventsIn(events: readonly NumberedEvent[], whole: Span, span: Span): NumberedEvent[] {
  if (span.from === whole.from) return [...events];
  return events.filter(({ at }) => at >= span.from).map((one) => ({ ...one, share: shareOf(one.at, span) }));
}

interface PercentAxis {
  /** Permille. */
  floor: number;
  ceiling: number;
  /** Between two marks. */
  step: number;
}

/** The axis around all values, between round percentages. */
export function axisOf(series: readonly Series[]): PercentAxis {
  const values = series.flatMap(({ steps }) => steps.flatMap(({ permille }) => permille ?? []));
  const [low, high] = values.length > 0 ? [Math.min(...values), Math.max(...values)] : [0, 1000];
  const step = stepOf(high - low);
  let floor = Math.floor(low / step) * step;
  let ceiling = Math.ceil(high / step) * step;
  while (ceiling - floor < LEAST_COVERED) {
    if (ceiling < 1000 && (floor === 0 || ceiling - high <= low - floor)) ceiling += step;
    else floor -= step;
  }
  return { floor, ceiling, step };
}

function stepOf(range: number): number {
  if (range <= 250) return 50;
  return range <= 500 ? 100 : 200;
}

/** Moves labels apart so that none is closer to the next than `gap`, and none leaves 0..height; order is kept. */
export function spread(wanted: readonly number[], gap: number, height: number): number[] {
  const order = wanted.map((_, i) => i).sort((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0) || a - b);
  const placed = [...wanted];
  let low = 0;
  for (const i of order) {
    placed[i] = Math.max(placed[i] ?? 0, low);
    low = placed[i] + gap;
  }
  let high = height;
  for (const i of order.toReversed()) {
    placed[i] = Math.min(placed[i] ?? 0, high);
    high = placed[i] - gap;
  }
  return placed;
}
