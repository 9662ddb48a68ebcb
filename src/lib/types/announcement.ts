/** The admin's form of an announcement: what is entered, and what is proposed from it. Types alone. */
import type { Text } from '#lib/contest/types.ts';
import type { RankChangeView } from './resolution.ts';

/** What publishing would change for forecasters. */
export interface AnnouncementChangesView {
  /** How many accounts are notified of a result or a close. */
  notified: number;
  /** Older editions that are resolved with it, each with its survivors. */
  editions: { slug: string; title: Text; survivors: Text[] }[];
  /** How many change rank on the board of all questions. */
  moved: number;
  gains: RankChangeView[];
  losses: RankChangeView[];
}

/** A question that the announcement may decide. */
export interface QuestionProposal {
  slug: string;
  title: Text;
  seats: number;
  options: { slug: string; label: Text }[];
  /** Null where the admin must say. */
  outcome: boolean[] | null;
  /** Whether it is proposed to be resolved. */
  isProposed: boolean;
  /** The outcome follows from who goes on, and is changed only there. */
  isFixed: boolean;
  /** Latest version of its resolution; 0 for none. */
  version: number;
  /** The published outcome that this one contradicts; null where there is none. */
  published: boolean[] | null;
}

/** A new edition of a question, as a draft. */
export interface EditionProposal {
  follows: string;
  slug: string;
  round: number;
  entrants: string[];
  seats: number;
}

/** The round that follows. */
export interface NextRoundProposal {
  number: number;
  title: Text;
  isNew: boolean;
  /** Null where they are not announced. */
  seats: number | null;
  /** Companies that enter it. */
  entering: string[];
  /** Companies that were taken over by mistake. */
  leaving: string[];
}

/** Everything that follows from an announcement. */
export interface Proposal {
  questions: QuestionProposal[];
  /** Questions that stay open, and whether they are proposed to be closed. */
  closings: { slug: string; title: Text; isProposed: boolean }[];
  /** Null where the news has an entry with this address already. */
  news: Text | null;
  edition: EditionProposal | null;
  nextRound: NextRoundProposal | null;
  /** Results of final questions that do not hold where the contest goes on: only an annulment by hand takes them back. */
  obsolete: { slug: string; title: Text }[];
  /** Something published is changed. */
  needsReason: boolean;
}
