// A question's row as pages show it.
import { endOfForecasting, type Phase, phaseOf, type Timing } from '#lib/domain/question.ts';
import type { CrowdView, QuestionView } from '#lib/types/question.ts';
import type { ResolutionView } from '#lib/types/resolution.ts';
import type * as forecasts from '../forecasts/service.ts';
import type { OptionRow, QuestionRow } from './queries.ts';
import { contentOf } from './question-columns.ts';

/** What a view needs beside the question: the clock, and the standing forecasts of the author and the reader. */
export interface Shown {
  now: Date;
  author: Awaited<ReturnType<typeof forecasts.author>>;
  mine: Awaited<ReturnType<typeof forecasts.standing>>;
}

/** Phase of a question at `now`. */
export function phaseAt(row: QuestionRow, now: Date): Phase {
  return phaseOf(timingOf(row), now);
}

/** A question as pages show it. */
export function viewOf(row: QuestionRow, options: OptionRow[], crowd: CrowdView, shown: Shown): QuestionView {
  const author = shown.author.find((forecast) => forecast.questionId === row.id);
  const mine = shown.mine.find((forecast) => forecast.questionId === row.id);
  return {
    ...contentOf(row, options),
    phase: phaseAt(row, shown.now),
    opensAt: row.opensAt.toISOString(),
    closesAt: row.closesAt?.toISOString() ?? null,
    endsBy: row.endsBy?.toISOString() ?? null,
    resolution: resolutionOf(row),
    crowd,
    author: author
      ? { permille: author.permille, madeAt: author.madeAt.toISOString(), carriedOver: author.carriedOver }
      : null,
    mine: mine ? { permille: mine.permille, madeAt: mine.madeAt.toISOString() } : null,
  };
}

function timingOf(row: QuestionRow): Timing {
  const { opensAt, outcome, publishedAt, finalAt } = row;
  const closesAt = endOfForecasting(row.closesAt, row.endsBy);
  const resolution = publishedAt && finalAt && { publishedAt, finalAt, annulled: outcome === null };
  return { opensAt, closesAt, resolution };
}

function resolutionOf(row: QuestionRow): ResolutionView | null {
  const { version, outcome, knownAt, publishedAt, provisional, finalAt } = row;
  if (version === null || publishedAt === null || provisional === null || finalAt === null) return null;
  return {
    version,
    outcome,
    knownAt: knownAt?.toISOString() ?? null,
    publishedAt: publishedAt.toISOString(),
    provisional,
    finalAt: finalAt.toISOString(),
  };
}
