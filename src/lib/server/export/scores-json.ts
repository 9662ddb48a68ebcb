import { MICRO } from '#lib/domain/micro.ts';
import type { QuestionScoreView, VersionScoreView } from '#lib/types/forecaster.ts';

/** Scores of a forecaster in every version of a result, as JSON: points with at most six decimals, shares 0 to 1. */
export function scoresJson({ question, latest, earlier, late }: QuestionScoreView) {
  return [latest, ...earlier].map((version, i) => ({
    question,
    version: version.version,
    isLatest: i === 0,
    publishedAt: version.publishedAt,
    knownAt: version.knownAt,
    outcome: version.outcome,
    ...numbersOf(version),
    late,
  }));
}

/** Nulls where the question was annulled. */
function numbersOf({ score, ranked }: VersionScoreView) {
  if (!score) return { peer: null, baseline: null, coverage: null, brier: null, rank: null, ranked: null };
  return {
    peer: score.peerMicro / MICRO,
    baseline: score.baselineMicro / MICRO,
    coverage: score.coverageMillionths / MICRO,
    brier: score.brierMillionths === null ? null : score.brierMillionths / MICRO,
    rank: score.rank,
    ranked,
  };
}
