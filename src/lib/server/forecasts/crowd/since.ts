import { kstDate, kstInstant } from '#lib/kst.ts';
import type { EventView } from '#lib/types/contest.ts';
import type { SinceView } from '#lib/types/odds.ts';
import type { QuestionView } from '#lib/types/question.ts';
import { listOddsAt, POINT_MS } from './queries.ts';
import type { Db } from '../../platform/db/connect.ts';
import type { Moment } from '../../questions/moment.ts';
import { find } from '../../questions/service.ts';

/** Changed odds are recorded within this time after the beginning of a minute. */
const RECORDED_MS = 10_000;

/**
 * What changed since the reader's standing forecast on open questions, by slug; nothing for a question without one, or until
 * the odds that include it are recorded. Odds are recorded once a minute, so the point of the next full minute is the first
 * that includes it.
 */
export async function since(
  db: Db,
  moment: Moment,
  questions: readonly QuestionView[],
): Promise<Map<string, SinceView>> {
  const compared = questions.flatMap(({ slug, mine, phase, round }) => {
    if (!mine || phase !== 'open') return [];
    const madeAt = new Date(mine.madeAt);
    const at = new Date((Math.floor(madeAt.getTime() / POINT_MS) + 1) * POINT_MS);
    const isRecorded = moment.now.getTime() >= at.getTime() + RECORDED_MS;
    return isRecorded ? [{ slug, round, madeAt, at, questionId: find(moment, slug).row.id }] : [];
  });
  if (compared.length === 0) return new Map();
  const odds = new Map((await listOddsAt(db, compared)).map((row) => [row.questionId, row.permille]));
  return new Map(
    compared.map(({ slug, round, madeAt, questionId }) => {
      const later = moment.catalogue.events.filter(
        (event) => event.round === round && isAfter(event, madeAt),
      );
      return [slug, { permille: odds.get(questionId) ?? null, events: later.length }];
    }),
  );
}

/** Whether an event is after an instant: by its time if known, else by its day in Korea. */
export function isAfter({ on, time }: Pick<EventView, 'on' | 'time'>, instant: Date): boolean {
  return time ? kstInstant(on, time) > instant : on > kstDate(instant);
}
