// Kind and phase of a question. Time is an argument; nothing here reads a clock.

/** A point in time: a Date, or milliseconds since the epoch. */
type Instant = Date | number;

/** `advance`: who passes a round; `final`: who are the last two; `scenario`: which scenario; `side`: anything else. */
export type QuestionKind = 'advance' | 'final' | 'scenario' | 'side';

/** From before it opens to after it is decided; only `open` takes forecasts. */
export type Phase = 'upcoming' | 'open' | 'closed' | 'provisional' | 'resolved' | 'annulled';

/** The latest version of a question's resolution, as far as its phase needs it. */
interface Resolution {
  readonly publishedAt: Instant;
  /** Until then a version is provisional. */
  readonly finalAt: Instant;
  readonly annulled: boolean;
}

/** When a question opens, closes (null: unknown, open until resolved) and, once decided, its resolution. */
export interface Timing {
  readonly opensAt: Instant;
  readonly closesAt: Instant | null;
  readonly resolution?: Resolution | null;
}

/**
 * Phase of a question at `now`. A resolution counts from its publication; an annulment is one at once. Otherwise the
 * question is open from `opensAt` (inclusive) to `closesAt` (exclusive).
 *
 * @param timing times as Dates or ms since the epoch
 * @throws RangeError when a time is not a valid one
 */
export function phaseOf(timing: Timing, now: Instant): Phase {
  const at = toMs(now);
  const opensAt = toMs(timing.opensAt);
  const closesAt = timing.closesAt === null ? Infinity : toMs(timing.closesAt);
  const { resolution } = timing;
  if (resolution && at >= toMs(resolution.publishedAt)) {
    if (resolution.annulled) return 'annulled';
    return at < toMs(resolution.finalAt) ? 'provisional' : 'resolved';
  }
  if (at >= closesAt) return 'closed';
  return at < opensAt ? 'upcoming' : 'open';
}

/**
 * When forecasting ends: at the close or at the last moment that was announced, whichever is first; null where neither is
 * known. Times are of one kind: Dates, ms since the epoch, or ISO 8601 in UTC.
 */
export function endOfForecasting<T extends Instant | string>(closesAt: T | null, endsBy: T | null): T | null {
  if (closesAt === null || endsBy === null) return closesAt ?? endsBy;
  return endsBy < closesAt ? endsBy : closesAt;
}

/** Slugs of the options of a yes/no question. */
export const YES_NO = ['yes', 'no'] as const;

/** Whether one answer decides both options: it has the options yes and no. */
export function isYesNo(options: readonly { slug: string }[]): boolean {
  return (
    options.length === YES_NO.length && YES_NO.every((slug) => options.some((option) => option.slug === slug))
  );
}

function toMs(instant: Instant): number {
  const ms = Number(instant);
  if (!Number.isFinite(ms)) throw new RangeError(`not a time: ${String(instant)}`);
  return ms;
}
