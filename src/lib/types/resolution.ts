/** What pages show of results: versions, scores, and score lines. Types alone. */
import type { Text } from '#lib/contest/types.ts';

/** The latest version of a question's resolution, as every page that shows the question needs it. */
export interface ResolutionView {
  version: number;
  /** Whether each option came true, in option order; null where the question is annulled. */
  outcome: boolean[] | null;
  /** When the result became public; null where annulled. */
  knownAt: string | null;
  publishedAt: string;
  provisional: boolean;
  /** From when it is final: when a second admin confirmed it, else 24 hours after its publication. */
  finalAt: string;
}

/** A version that waits for a second admin. */
export interface ProvisionalView {
  version: number;
  decider: string;
  until: string;
  /** Whether the admin who reads this may confirm it. */
  mayConfirm: boolean;
}

interface EvidenceView {
  url: string;
  publishedAt: string;
}

/** Points in micro-points, shares in millionths. */
export interface ScoreView {
  peerMicro: number;
  baselineMicro: number;
  coverageMillionths: number;
  brierMillionths: number | null;
  /** Null where out of rank. */
  rank: number | null;
}

/** What one option of one forecast earned while it stood. */
export interface ScoreLineView {
  from: string;
  until: string;
  /** Slug of the option. */
  option: string;
  permille: number;
  peerMicro: number;
  baselineMicro: number;
}

/** How a forecaster moves on the board of all questions. */
export interface RankChangeView {
  handle: string;
  /** Null where he had none, or has none any more. */
  rankBefore: number | null;
  rankAfter: number | null;
  peerMicro: number;
}

/** A forecaster's last forecast, in option order. */
export interface OwnForecastView {
  permille: number[];
  madeAt: string;
  /** Null while it stands. */
  withdrawnAt: string | null;
}

/** What publishing a result would change. */
export interface PreviewView {
  /** Forecasters whom it would rank on this question. */
  ranked: number;
  /** Forecasts made when the result was public already: they do not count. */
  late: number;
  /** The admin's own last forecast, in option order. */
  own: OwnForecastView | null;
  /** Older editions that would be resolved with it, each with its survivors. */
  editions: { slug: string; title: Text; survivors: Text[] }[];
  /** How many change rank on the board of all questions. */
  moved: number;
  gains: RankChangeView[];
  losses: RankChangeView[];
}

/** One version of a resolution as the resolution history shows it. */
export interface VersionView {
  version: number;
  outcome: boolean[] | null;
  knownAt: string | null;
  publishedAt: string;
  /** Until when it is provisional; null where it is final, or there is a later version. */
  provisionalUntil: string | null;
  /** The admin who confirmed it, and when; null where nobody did. */
  confirmer: string | null;
  confirmedAt: string | null;
  evidence: EvidenceView[];
  note: string;
  decider: string;
  /** What the decider had forecast on this question when it was published, in option order. */
  deciderForecast: OwnForecastView | null;
  deciderIsAuthor: boolean;
  /** How many it ranked. */
  ranked: number;
  rankChanges: RankChangeView[];
}

/** Who published first, where two admins resolved at once. */
export interface FirstView {
  version: number;
  winner: string;
  publishedAt: string | null;
}
