// Events as numbered marks on a time axis: the numbers that the list below has, too. Pure.
import type { EventView } from '#lib/view/contest.ts';
import { shareOf, type Span } from './series.ts';

export interface EventMark {
  event: EventView;
  /** From 1, in the order of time. */
  number: number;
  /** Place on the axis, 0 to 1. */
  share: number;
  /** Line of marks below the axis, 0 at the top: two in one line never touch. */
  tier: number;
}

/** A mark's width as a share of the narrowest axis there is. */
const MARK_SHARE = 0.1;
/** What a finger needs, as a share of the narrowest axis there is. */
const FINGER_SHARE = 0.2;
const DAY_MS = 86_400_000;

/** The events that happened while the axis runs, numbered. @param events newest first */
export function markEvents(events: readonly EventView[], span: Span): EventMark[] {
  const ends: number[] = [];
  return events
    .toReversed()
    .filter((event) => isOn(event, span))
    .map((event, i) => {
      const share = shareOf(startOf(event), span);
      const free = ends.findIndex((end) => end <= share);
      const tier = free === -1 ? ends.length : free;
      ends[tier] = share + MARK_SHARE;
      return { event, number: i + 1, share, tier };
    });
}

/** How far a mark can be pressed before its neighbours begin. */
export interface Room {
  /** Shares of the axis: halfway to the next marks of its tier, and never less than half a mark from its own place. */
  from: number;
  until: number;
  /** Whether the tiers above and below have nothing in the way of a finger. */
  above: boolean;
  below: boolean;
}

export function roomOf({ share, tier }: EventMark, marks: readonly EventMark[]): Room {
  const beside = marks.filter((mark) => mark.tier === tier).map((mark) => mark.share);
  const before = Math.max(share - FINGER_SHARE, ...beside.filter((one) => one < share));
  const after = Math.min(share + FINGER_SHARE, ...beside.filter((one) => one > share));
  const isFree = (line: number) =>
    marks.every((mark) => mark.tier !== line || Math.abs(mark.share - share) >= FINGER_SHARE);
  return {
    from: (before + share) / 2,
    until: (share + after) / 2,
    above: isFree(tier - 1),
    below: isFree(tier + 1),
  };
}

/** Of an event without a time nothing is known but its day. */
function isOn(event: EventView, { from, until }: Span): boolean {
  const start = startOf(event);
  return start <= until && start + (event.time ? 0 : DAY_MS) > from;
}

function startOf({ on, time }: EventView): number {
  return Date.parse(`${on}T${time ?? '00:00'}+09:00`);
}
