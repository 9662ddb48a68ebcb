/**
 * What pages and the JSON API show of a question. Types alone: services fill them, components read them.
 * Arrays of permille are in the order of `options`; instants are ISO 8601 in UTC.
 */
import type { Text } from '#lib/contest/types.ts';
import type { Phase, QuestionKind } from '#lib/domain/question.ts';
import type { ResolutionView } from './resolution.ts';

export interface OptionView {
  slug: string;
  label: Text;
  shortLabel: Text;
  /** Slug of the company the option stands for, or null for any other answer. */
  company: string | null;
}

/** The crowd odds of a question. */
export interface CrowdView {
  /** Summing to 1000·seats; null while nobody has a standing forecast. */
  permille: readonly number[] | null;
  forecasters: number;
  at: string;
  /** Grows with every change of the odds. */
  version: number;
  /** Standing forecasts that count once their forecasters are verified; left out where there are none. */
  waiting?: number;
}

interface ForecastView {
  permille: number[];
  madeAt: string;
}

interface AuthorForecastView extends ForecastView {
  /** True until the author's account is claimed: this site carried the picks over from the article. */
  carriedOver: boolean;
}

export interface QuestionView {
  slug: string;
  kind: QuestionKind;
  round: number | null;
  title: Text;
  lead: Text;
  rules: Text[];
  officialSource: string | null;
  options: OptionView[];
  seats: number;
  /** False for an opinion question: never resolved or scored. */
  scored: boolean;
  phase: Phase;
  opensAt: string;
  /** Null while the close is unknown. */
  closesAt: string | null;
  endsBy: string | null;
  /** What became of it, by the latest version; null while nothing is decided. */
  resolution: ResolutionView | null;
  crowd: CrowdView;
  /** The crowd odds seven days ago, a few minutes more or less; left out where there were none. */
  weekAgo?: readonly number[];
  author: AuthorForecastView | null;
  /** The reader's standing forecast. */
  mine: ForecastView | null;
}

/** One row of a reader's own log: a forecast, or a withdrawal where `permille` is null. */
export interface LogEntryView {
  question: string;
  requestId: string;
  madeAt: string;
  permille: number[] | null;
}

/** One point of the odds over time; permille is null once everybody has withdrawn. */
export interface CrowdPointView {
  at: string;
  permille: readonly number[] | null;
  forecasters: number;
}
