// An announcement of the ministry as an admin enters it, and the facts with which it is compared. No I/O.
import type { Text } from '#lib/contest/types.ts';
import type { AnnouncementRule } from '#lib/types/question-admin.ts';

/** Why a company does not go on, as the contest picture and the rounds say it. */
export interface Elimination {
  company: string;
  reason: Text;
  shortReason: Text | null;
}

export interface Announcement {
  round: number;
  /** Companies that go on, in the order of entrants. */
  survivors: string[];
  eliminated: Elimination[];
  /** When it became public. */
  knownAt: Date;
  url: string;
  /** Announced seats of the next round; null where they are not announced. */
  nextSeats: number | null;
}

export interface QuestionFacts {
  id: number;
  slug: string;
  title: Text;
  kind: 'advance' | 'final' | 'scenario' | 'side';
  round: number | null;
  seats: number;
  opensAt: Date;
  closesAt: Date | null;
  endsBy: Date | null;
  announcementRule: AnnouncementRule | null;
  options: { slug: string; company: string | null; label: Text }[];
  /** Latest version of its resolution; null for none. */
  version: number | null;
  /** Null where it is annulled or not resolved. */
  outcome: boolean[] | null;
  knownAt: Date | null;
}

export interface Facts {
  now: Date;
  round: {
    number: number;
    title: Text;
    stageOpensOn: string | null;
    resultOn: string | null;
    resultTime: string | null;
  };
  entrants: {
    company: string;
    name: Text;
    outcome: 'advanced' | 'eliminated' | null;
  }[];
  nextRound: {
    number: number;
    title: Text;
    seats: number | null;
    entrants: string[];
    /** Those of the entrants that went on from this round. */
    carried: string[];
  } | null;
  /** Every question that can be resolved, in display order. */
  questions: QuestionFacts[];
  /** Slugs of all questions, with drafts, and of the questions that have a newer edition. */
  slugs: string[];
  followed: string[];
  /** Addresses of the news of this round. */
  newsUrls: string[];
}
