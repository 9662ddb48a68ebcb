// What a chart of odds over time draws: whose numbers, as steps that hold until the next one. Pure; knows nothing
// of drawing. Instants are milliseconds, numbers are permille in option order.
import type { PricePointView } from '#lib/types/market.ts';
import type { ForecastStepView } from '#lib/types/odds.ts';
import type { CrowdPointView } from '#lib/types/question.ts';

export type Who = 'crowd' | 'author' | 'mine' | 'market';

export interface Step {
  at: number;
  /** Null from when nobody's numbers stand. */
  permille: readonly number[] | null;
  /** How many forecasts a step of the crowd is made of. */
  forecasters?: number;
}

export interface Series {
  who: Who;
  /** Oldest first, at least one. */
  steps: Step[];
}

export interface Span {
  from: number;
  until: number;
}

/** A corner of a line: `y` holds until the next; null ends the line there. */
export interface LinePoint {
  x: number;
  y: number | null;
}

/** The last odds get a stretch of their own: they still hold. */
const LAST_SHARE = 0.06;
const LEAST_SPAN_MS = 60_000;

/** The series that there are, in the order in which they are drawn: the crowd's first. */
export function seriesOf(
  crowd: readonly CrowdPointView[],
  author: readonly ForecastStepView[],
  mine: readonly ForecastStepView[],
  market: readonly PricePointView[] = [],
): Series[] {
  const crowdSteps = crowd.map(({ at, permille, forecasters }) => ({
    at: Date.parse(at),
    permille,
    forecasters,
  }));
  const own = (steps: readonly ForecastStepView[]) =>
    steps.map(({ madeAt, permille }) => ({ at: Date.parse(madeAt), permille }));
  const all: Series[] = [
    { who: 'crowd', steps: crowdSteps },
    { who: 'author', steps: own(author) },
    { who: 'mine', steps: own(mine) },
    { who: 'market', steps: market.map(({ at, permille }) => ({ at: Date.parse(at), permille })) },
  ];
  return all.filter(({ steps }) => steps.length > 0);
}

/** From the first step until `until`, or a little beyond the last step. */
export function spanOf(series: readonly Series[], until: number): Span {
  const all = instantsOf(series);
  const from = all[0] ?? until;
  const last = all.at(-1) ?? until;
  const stretched = from + (Math.max(last, until) - from) / (last < until ? 1 : 1 - LAST_SHARE);
  return { from, until: Math.max(stretched, from + LEAST_SPAN_MS) };
}

/** Every instant at which a number changed, oldest first. */
export function instantsOf(series: readonly Series[]): number[] {
  return [...new Set(series.flatMap(({ steps }) => steps.map(({ at }) => at)))].sort((a, b) => a - b);
}

/** The step that holds at an instant. */
export function stepAt({ steps }: Series, at: number): Step | undefined {
  return steps.findLast((step) => step.at <= at);
}

/** The corners of one option's line, the last of them where the axis ends. */
export function lineOf({ steps }: Series, option: number, { until }: Span): LinePoint[] {
  const points: LinePoint[] = [];
  let held: number | null = null;
  for (const { at, permille } of steps) {
    const y = permille?.[option] ?? null;
    if (y === null && held !== null) points.push({ x: at, y: held });
    points.push({ x: at, y });
    held = y;
  }
  if (held !== null) points.push({ x: until, y: held });
  return points;
}

/** Where an instant lies on the axis, 0 to 1. */
export function shareOf(at: number, { from, until }: Span): number {
  return Math.min(1, Math.max(0, (at - from) / (until - from)));
}
