import { kstDate, kstInstant } from '#lib/kst.ts';
import type { EventView } from '#lib/types/contest.ts';
import type { SinceView } from '#lib/types/odds.ts';
import type { QuestionView } from '#lib/types/question.ts';
import * as contest from '../contest/service.ts';
import type { Db } from '../db/connect.ts';
import { readClock } from '../questions/service.ts';
import { findOddsAt } from './since-queries.ts';

const MINUTE_MS = 60_000;
/** A process that changed the odds, or another, records them this long after a minute's beginning at the latest. */
const RECORDED_MS = 10_000;

/**
 * What has happened since the reader's last forecast on an open question; null where none stands, or the odds that it
 * made are not recorded yet. Odds are recorded once a minute: those of the next full minute hold the forecast, and what
 * it moved itself is no news.
 */
export async function since(db: Db, question: QuestionView): Promise<SinceView | null> {
  const { slug, mine, phase, round } = question;
  if (!mine || phase !== 'open') return null;
  const madeAt = new Date(mine.madeAt);
  const recordedAt = new Date((Math.floor(madeAt.getTime() / MINUTE_MS) + 1) * MINUTE_MS);
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

/** Whether an event came after an instant: by the clock where its time is known, else on a later day in Korea. */
export function isAfter({ on, time }: Pick<EventView, 'on' | 'time'>, instant: Date): boolean {
  return time ? kstInstant(on, time) > instant : on > kstDate(instant);
}
