// A question as pages show it.
import { endOfForecasting, type Phase, phaseOf, type Timing } from '#lib/domain/question.ts';
import type { QuestionView } from '#lib/types/question.ts';
import type { ResolutionView } from '#lib/types/resolution.ts';
import { isoOf } from '../db/together.ts';
import type { CataloguedQuestion } from './catalogued.ts';
import type { Moment } from './moment.ts';
import type { QuestionRow } from './queries.ts';
import type { QuestionSource } from './source.ts';

/** Phase of a question at `now`. */
export function phaseAt(row: QuestionRow, now: Date): Phase {
  return phaseOf(timingOf(row), now);
}

/** A question as pages show it. */
export function viewOf(
  { row, content }: CataloguedQuestion,
  source: Pick<QuestionSource, 'crowd' | 'weekAgo'>,
  moment: Pick<Moment, 'now' | 'author' | 'mine'>,
): QuestionView {
  const author = moment.author.find((forecast) => forecast.questionId === row.id);
  const mine = moment.mine.find((forecast) => forecast.questionId === row.id);
  const weekAgo = source.weekAgo(row.id);
  return {
    ...content,
    phase: phaseAt(row, moment.now),
    opensAt: row.opensAt.toISOString(),
    closesAt: row.closesAt?.toISOString() ?? null,
    endsBy: row.endsBy?.toISOString() ?? null,
    resolution: resolutionOf(row, moment.now),
    crowd: source.crowd(row.id),
    ...(weekAgo && { weekAgo }),
    author: author
      ? { permille: author.permille, madeAt: isoOf(author.madeAt), carriedOver: author.carriedOver }
      : null,
    mine: mine?.permille ? { permille: mine.permille, madeAt: isoOf(mine.madeAt) } : null,
  };
}

function timingOf(row: QuestionRow): Timing {
  const { opensAt, outcome, publishedAt, finalAt } = row;
  const closesAt = endOfForecasting(row.closesAt, row.endsBy);
  const resolution = publishedAt && finalAt && { publishedAt, finalAt, annulled: outcome === null };
  return { opensAt, closesAt, resolution };
}

function resolutionOf(row: QuestionRow, now: Date): ResolutionView | null {
  const { version, outcome, knownAt, publishedAt, finalAt } = row;
  if (version === null || publishedAt === null || finalAt === null) return null;
  return {
    version,
    outcome,
    knownAt: knownAt?.toISOString() ?? null,
    publishedAt: publishedAt.toISOString(),
    provisional: now < finalAt,
    finalAt: finalAt.toISOString(),
  };
}
