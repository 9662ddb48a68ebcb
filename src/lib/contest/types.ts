// The shipped contest as plain data with sources: no I/O, no packages, nothing computed.
// Null means "not established"; the page then says so and never fills the gap.
// Dates are calendar days in Korea, times are KST.

export interface Text {
  ko: string;
  en: string;
}

export interface Source {
  url: string;
  label: Text;
  publishedOn: string | null;
  /** Published by the government itself (msit.go.kr or korea.kr). */
  official: boolean;
}

export type CompanySlug = 'lg' | 'skt' | 'upstage' | 'motif' | 'naver-cloud' | 'nc-ai';

export interface Company {
  slug: CompanySlug;
  name: Text;
  shortName: Text;
  /** The company's strategy for the contest, according to the sources. */
  strategy: Text | null;
  /** Members as announced, in Korean, without the lead company. */
  consortium: string[];
  consortiumNote: Text | null;
  site: string | null;
  siteNote: Text | null;
  sources: Source[];
}

export interface Entrant {
  company: CompanySlug;
  entry: 'selected' | 'carried' | 'wildcard';
  enteredOn: string;
  model: string | null;
  modelParams: Text | null;
  outcome: 'advanced' | 'eliminated' | null;
  /** Reason of the elimination; null unless eliminated. */
  reason: Text | null;
  /** `reason` in the few words that fit beside a mark of the contest picture. */
  shortReason?: Text;
}

/** One line of what was published, in hundredths of a point: 33.6 points is 3360. */
export interface PublishedScore {
  item: string;
  label: Text;
  maxHundredths: number;
  best: CompanySlug[];
  bestHundredths: number | null;
  averageHundredths: number | null;
  gapFirstToFourthHundredths: number | null;
  note: Text | null;
  source: string;
}

/** Points of each block out of 100. */
interface Scale {
  benchmark: number;
  expert: number;
  user: number;
}

interface Applicant {
  company: CompanySlug | null;
  name: Text;
}

/** The search for an extra team that joins a round after it began. */
export interface Recruitment {
  title: Text;
  announcedOn: string;
  opensOn: string;
  closesOn: string;
  closesAtTime: string;
  seats: number;
  applicants: Applicant[];
  declined: Text[];
  rule: Text;
  selected: CompanySlug;
  resultOn: string;
  sources: Source[];
}

export interface Round {
  number: number;
  title: Text;
  /** The official stage, not the time in which forecasts are taken. */
  opensOn: string;
  closesOn: string | null;
  announcedSeats: number;
  seatsNote: Text | null;
  schedule: Text;
  resultAt: { date: string; time: string | null } | null;
  entrants: Entrant[];
  recruitment: Recruitment | null;
  scale: Scale | null;
  publishedScores: PublishedScore[];
  sources: Source[];
}

export interface ContestEvent {
  slug: string;
  date: string;
  time: string | null;
  title: Text;
  url: string;
  kind: 'official' | 'press' | 'model' | 'site';
  round: number;
}

export interface QuestionOption {
  slug: string;
  label: Text;
  shortLabel: Text;
  company: CompanySlug | null;
}

export interface QuestionSeed {
  slug: string;
  kind: 'advance' | 'final' | 'scenario' | 'side';
  scored: boolean;
  round: number | null;
  seats: number;
  title: Text;
  lead: Text;
  rules: Text[];
  /** Source that decides the outcome; null for a question that is never resolved. */
  officialSource: string | null;
  options: QuestionOption[];
  /** In the order of the options, summing to 1000 × seats. */
  authorPermille: number[] | null;
  /** ISO 8601; null while the date of the result is unknown. */
  closesAt: string | null;
  /** ISO 8601; without an announcement before this instant the question is annulled. */
  endsBy: string | null;
  /** How the announcement of the round decides it; null where it does not. */
  announcementRule: 'survivors' | 'count' | null;
}
