/** What pages show of one forecaster: scores question by question, a record, how well the numbers hold. Types alone. */
import type { Text } from '#lib/contest/types.ts';
import type { CalibrationBin } from '#lib/domain/calibration.ts';
import type { BoardRow } from './leaderboard.ts';
import type { ScoreLineView, ScoreView } from './resolution.ts';

/** A forecaster's score in one version of a result. */
export interface VersionScoreView {
  version: number;
  publishedAt: string;
  /** Null where the version annulled the question: then there is no score. */
  knownAt: string | null;
  /** Until when it is provisional; null where it is final. */
  provisionalUntil: string | null;
  /** By option slug; null where annulled. */
  outcome: Record<string, boolean> | null;
  score: ScoreView | null;
  /** How many were ranked. */
  ranked: number;
  /** In the order in which they began; empty where they were not requested, or are too many for one page. */
  lines: ScoreLineView[];
  /** Whether there are lines, but too many for one page. */
  hasMoreLines: boolean;
}

/** A resolved question on which the forecaster has a score. */
export interface QuestionScoreView {
  question: string;
  title: Text;
  options: { slug: string; shortLabel: Text }[];
  latest: VersionScoreView;
  /** What was said before, newest first. */
  earlier: VersionScoreView[];
  /** Forecasts made when the result was public already, which do not count. */
  late: number;
}

/** A row of the official board over everything, and how many are ranked on it. */
export interface StandingView {
  row: BoardRow;
  ranked: number;
}

export interface CalibrationView {
  /** Options of resolved questions on which a forecast stood at the end. */
  answers: number;
  /** Null where there are too few answers to say anything. */
  bins: CalibrationBin[] | null;
}

export interface ForecasterView {
  handle: string;
  /** Null where this site made the account itself, for the author's picks. */
  joinedAt: string | null;
  isAuthor: boolean;
  isAdmin: boolean;
  isExcluded: boolean;
  /** Where verification is possible and this account's address is not verified. */
  isUnverified: boolean;
  standing: StandingView | null;
  scores: QuestionScoreView[];
  calibration: CalibrationView;
}
