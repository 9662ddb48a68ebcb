/** Boards: who forecast how well. Types alone. Points in micro-points, shares in millionths. */
import type { Text } from '#lib/contest/types.ts';
import type { CrowdView, OptionView } from './question.ts';

/** `all` questions, the `final` ones, `side` questions, or one question's slug. */
export type BoardKind = 'all' | 'final' | 'side';

export interface BoardRow {
  /** Null for rows that are no account: the crowd and the even forecast. */
  handle: string | null;
  /** `forecaster`, or why the row is out of rank. */
  who: 'forecaster' | 'author' | 'admin' | 'excluded' | 'unverified' | 'crowd' | 'even';
  /** Null for rows out of rank. */
  rank: number | null;
  peerMicro: number;
  baselineMicro: number;
  coverageMillionths: number;
  questions: number;
}

export interface BoardView {
  /** Questions that count. */
  questions: number;
  ranked: number;
  publishedAt: string | null;
  rows: BoardRow[];
  page: number;
  pages: number;
  /** The crowd, the author and the even forecast: shown, not ranked. */
  references: BoardRow[];
  mine: BoardRow | null;
}

/** A result that a question may have, to be assumed. */
export interface PossibleResult {
  question: string;
  /** Option slugs, in the question's order. */
  survivors: string[];
  /** Whether these are the author's picks. */
  isAuthors: boolean;
  /** The crowd's, that exactly these come true, 0..1; null while nobody has forecast. */
  probability: number | null;
}

/** A question of which a result may be assumed, as a page offers it. */
export interface AssumableView {
  slug: string;
  title: Text;
  seats: number;
  options: Pick<OptionView, 'slug' | 'shortLabel' | 'company'>[];
  crowd: CrowdView;
  /** The crowd's favourite first. */
  results: PossibleResult[];
}

/** A what-if board with what can be assumed instead. */
export interface WhatIfView {
  board: BoardView;
  /** As in the address. */
  assume: string[];
  choices: AssumableView[];
  /** How many older editions of the last seats are decided with it. */
  earlier: number;
  /** Whether each result of the first choice has a tab. */
  hasTabs: boolean;
  /** The reader's, under each result that has a tab. */
  ranks: (number | null)[];
  fewestRanked: number;
  pageRows: number;
}

/** The first rows of the board of the crowd's favourite result. */
export interface TopView {
  board: BoardView;
  /** How many rows it shows at most. */
  rows: number;
  assume: string[];
  survivors: string[];
  options: AssumableView['options'];
  fewestRanked: number;
}

/** What a board is to one account. */
export interface OwnBoardView {
  mine: BoardRow | null;
  /** Its rank under each of the requested results; null where it has none. */
  ranks: (number | null)[];
}

/** The first rows of a board that a page shows, as the live event `leaderboard` sends them. */
export interface BoardUpdate {
  /** As in the address: `<question>:<slug>,<slug>`. */
  assume: string[];
  questions: number;
  ranked: number;
  rows: BoardRow[];
  references: BoardRow[];
}
