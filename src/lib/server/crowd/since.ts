import { kstDate, kstInstant } from '#lib/kst.ts';
import type { EventView } from '#lib/types/contest.ts';
import type { SinceView } from '#lib/types/odds.ts';
import type { QuestionView } from '#lib/types/question.ts';
import * as contest from '../contest/service.ts';
import { POINT_MS } from './point-time.ts';
import type { Db } from '../db/connect.ts';
import { readClock } from '../questions/service.ts';
import { findOddsAt } from './since-queries.ts';

/** Changed odds are recorded within this time after the beginning of a minute. */
const RECORDED_MS = 10_000;

/**
 * What changed since the reader's standing forecast on an open question; null without one, or until the odds that include
 * it are recorded. Odds are recorded once a minute, so the point of the next full minute is the first that includes it.
 */
export async function since(db: Db, question: QuestionView): Promise<SinceView | null> {
  const { slug, mine, phase, round } = question;
  if (!mine || phase !== 'open') return null;
  const madeAt = new Date(mine.madeAt);
  const recordedAt = new Date((Math.floor(madeAt.getTime() / POINT_MS) + 1) * POINT_MS);
  const [now, odds, events] = await Promise.all([
    readClock(db),
    findOddsAt(db, slug, recordedAt),
    contest.events(db),
  ]);
  if (now.getTime() < recordedAt.getTime() + RECORDED_MS) return null;
  const { permille = null } = odds ?? {};
  return {
    permille,
    events: events.filter((event) => event.round === round && isAfter(event, madeAt)).length,
  };
}

/** Whether an event is after an instant: by its time if known, else by its day in Korea. */
export function isAfter({ on, time }: Pick<EventView, 'on' | 'time'>, instant: Date): boolean {
  return time ? kstInstant(on, time) > instant : on > kstDate(instant);
}
