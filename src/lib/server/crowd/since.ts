import { kstDate, kstInstant } from '#lib/kst.ts';
import type { EventView } from '#lib/types/contest.ts';
import type { SinceView } from '#lib/types/odds.ts';
import type { QuestionView } from '#lib/types/question.ts';
import * as contest from '../contest/service.ts';
import type { Db } from '../db/connect.ts';
import { readClock } from '../questions/service.ts';
import { findOddsAt } from './since-queries.ts';

/** So long after a forecast the keeper has written the odds that it made: what it moved itself is no news. */
const WRITTEN_MS = 10_000;

/**
 * What has happened since the reader's last forecast on an open question; null where none of his stands, or the odds
 * that it made are not written yet.
 */
export async function since(db: Db, question: QuestionView): Promise<SinceView | null> {
  const { slug, options, mine, phase, round } = question;
  if (!mine || phase !== 'open') return null;
  const madeAt = new Date(mine.madeAt);
  const written = new Date(madeAt.getTime() + WRITTEN_MS);
  const [now, odds, events] = await Promise.all([
    readClock(db),
    findOddsAt(db, slug, written),
    contest.events(db),
  ]);
  if (now < written) return null;
  const { permille = null } = odds ?? {};
  return {
    permille: permille && Object.fromEntries(options.map((option, i) => [option.slug, permille[i] ?? 0])),
    events: events.filter((event) => event.round === round && isAfter(event, madeAt)).length,
  };
}

/** Whether an event came after an instant: by the clock where its time is known, else on a later day in Korea. */
export function isAfter({ on, time }: Pick<EventView, 'on' | 'time'>, instant: Date): boolean {
  return time ? kstInstant(on, time) > instant : on > kstDate(instant);
}
