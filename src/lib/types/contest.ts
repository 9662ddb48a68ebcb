/** What pages show of the contest itself: rounds, entrants, events, the picture. Types alone. */
import type { Text } from '#lib/contest/types.ts';

export interface SourceView {
  url: string;
  label: Text;
  publishedOn: string | null;
  official: boolean;
}

export interface CompanyView {
  slug: string;
  name: Text;
  shortName: Text;
}

export interface EntrantView {
  company: string;
  entry: 'selected' | 'carried' | 'wildcard';
  /** `YYYY-MM-DD`, or null where it is the round's own first day. */
  enteredOn: string | null;
  model: string | null;
  modelParams: Text | null;
  outcome: 'advanced' | 'eliminated' | null;
  reason: Text | null;
  /** The same in the few words that fit beside a mark. */
  shortReason: Text | null;
}

export interface PublishedScoreView {
  item: string;
  label: Text;
  max: number;
  best: string[];
  /** Hundredths of a point. */
  bestHundredths: number | null;
  averageHundredths: number | null;
  gapFirstToFourthHundredths: number | null;
  note: Text | null;
  source: string;
}

export interface RoundView {
  number: number;
  title: Text;
  /** Days of the official stage, `YYYY-MM-DD`; facts, not horizons. */
  stageOpensOn: string | null;
  stageClosesOn: string | null;
  announcedSeats: number | null;
  seatsNote: Text | null;
  schedule: Text | null;
  result: { on: string; time: string | null } | null;
  entrants: EntrantView[];
  publishedScores: PublishedScoreView[];
  sources: SourceView[];
}

export interface EventView {
  slug: string;
  on: string;
  time: string | null;
  title: Text;
  url: string;
  kind: 'official' | 'press' | 'model' | 'site';
  round: number | null;
}

/** Everything that the contest picture and `/rounds` draw. */
export interface ContestView {
  companies: CompanyView[];
  rounds: RoundView[];
  lastVerifiedOn: string;
  /** More than 14 days ago: pages say so. */
  isVerifiedLongAgo: boolean;
}

/** A round as the page of one of its entrants shows it. */
export interface CompanyRoundView {
  number: number;
  title: Text;
  result: RoundView['result'];
  entrant: EntrantView;
  /** Published items on which the company was best. */
  best: PublishedScoreView[];
}

export interface CompanyPageView extends CompanyView {
  strategy: Text | null;
  site: string | null;
  siteNote: Text | null;
  /** Members as announced, in Korean, without the lead company. */
  consortium: string[];
  consortiumNote: Text | null;
  rounds: CompanyRoundView[];
  sources: SourceView[];
  lastVerifiedOn: string;
  isVerifiedLongAgo: boolean;
}
