// Events as numbered marks on a time axis: the numbers that the list below has, too. Pure.
import { endOfDay, kstInstant } from '#lib/kst.ts';
import type { EventView } from '#lib/types/contest.ts';
import { shareOf, type Span } from './series.ts';

export interface NumberedEvent {
  event: EventView;
  /** From 1, in the order of time. */
  number: number;
  /** When it happened; of an event without a time, when its day began. */
  at: number;
  /** Place on the axis, 0 to 1. */
  share: number;
}

/** One or more events that share a mark. */
export interface EventMark {
  /** At least one, in the order of time. */
  events: NumberedEvent[];
  /** Place on the axis, 0 to 1: halfway between the first and the last. */
  share: number;
}

/** What a finger needs, in px. */
export const MIN_TARGET_PX = 44;

/** The events that happened while the axis runs, in the order of time. @param events newest first */
export function numberEvents(events: readonly EventView[], span: Span): NumberedEvent[] {
  return events
    .toReversed()
    .filter((event) => isOn(event, span))
    .map((event, i) => ({
      event,
      number: i + 1,
      at: startOf(event),
      share: shareOf(startOf(event), span),
    }));
}

/**
 * The marks on an axis: events that are so near to each other that a finger could not tell them apart share one. The
 * nearest are joined first.
 *
 * @param events in the order of time
 * @param axisPx the width of the axis, which may have no room yet
 */
export function marksOn(events: readonly NumberedEvent[], axisPx: number): EventMark[] {
  const marks = events.map((one): EventMark => ({ events: [one], share: one.share }));
  while (marks.length > 1) {
    const gaps = marks.slice(1).map(({ share }, i) => share - marks[i]!.share);
    const least = Math.min(...gaps);
    if (least * axisPx >= MIN_TARGET_PX) break;
    const i = gaps.indexOf(least);
    marks.splice(i, 2, joined([...marks[i]!.events, ...marks[i + 1]!.events]));
  }
  return marks;
}

function joined(events: NumberedEvent[]): EventMark {
  return { events, share: (events[0]!.share + events.at(-1)!.share) / 2 };
}

/** Of an event without a time nothing is known but its day. */
function isOn(event: EventView, { from, until }: Span): boolean {
  const start = startOf(event);
  return start <= until && (event.time ? start : endOfDay(event.on).getTime()) > from;
}

function startOf({ on, time }: EventView): number {
  return kstInstant(on, time).getTime();
}
