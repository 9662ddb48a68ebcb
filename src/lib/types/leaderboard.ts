/** Boards: who forecast how well. Types alone. Points in micro-points, shares in millionths. */
import type { Text } from '#lib/contest/types.ts';
import type { CrowdView, OptionView } from './question.ts';

/** `all` questions, the `final` ones, `side` questions, or one question's slug. */
export type BoardKind = 'all' | 'final' | 'side';

export interface BoardRow {
  /** Null for rows that are no account: the crowd, the market and the even forecast. */
  handle: string | null;
  /** `forecaster`, or why the row is out of rank. */
  who: 'forecaster' | 'author' | 'admin' | 'excluded' | 'unverified' | 'crowd' | 'market' | 'even';
  /** Null for rows out of rank. */
  rank: number | null;
  /** Position among the ranked, from 1, which tells neighbours from rows with others between them; null for rows out of rank. */
  place: number | null;
  peerMicro: number;
  baselineMicro: number;
  coverageMillionths: number;
  /** 1 on the day of joining; null after the first week, and of rows for comparison. */
  dayOfFirstWeek: number | null;
  questions: number;
}

/** What every board has of a row, by whatever points it ranks. */
export type RankedRow = Pick<BoardRow, 'handle' | 'who' | 'rank' | 'place'>;

export interface BoardView {
  /** Questions that count. */
  questions: number;
  /** Ranked on this board: everybody, or only newcomers. */
  ranked: number;
  /** Ranked on the board of everybody. */
  pool: number;
  publishedAt: string | null;
  /** The first rows of the page. */
  rows: BoardRow[];
  /** How many rows are asked for at most. */
  limit: number;
  page: number;
  pages: number;
  /** How many rows a whole page has. */
  pageRows: number;
  /** The reader's row and the next ones above and below it that are not in `rows`. */
  near: BoardRow[];
  /** The crowd, the market, the author and the even forecast: shown, not ranked. */
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
  options: OptionView[];
  crowd: CrowdView;
  /** The crowd's favourite first. */
  results: PossibleResult[];
}

/** A what-if board with what can be assumed instead. */
export interface WhatIfView {
  board: BoardView;
  /** As in the address. */
  assume: string[];
  newcomersOnly: boolean;
  choices: AssumableView[];
  /** How many older editions of the last seats are decided with it. */
  earlier: number;
  /** Whether each result of the first choice has a tab. */
  hasTabs: boolean;
  /** The reader's, under each result that has a tab. */
  ranks: (number | null)[];
  fewestRanked: number;
  kept: KeptPoints | null;
  /** The reader joined too long ago to be among the newcomers that are shown. */
  isLeftOut: boolean;
}

/** The first rows of the board of the crowd's favourite result. */
export interface TopView {
  board: BoardView;
  /** How many rows it shows at most. */
  rows: number;
  assume: string[];
  survivors: string[];
  /** The question of that result. */
  choice: Pick<AssumableView, 'slug' | 'options' | 'crowd'>;
  fewestRanked: number;
  kept: KeptPoints | null;
}

/** What the reader's forecast earns if it is kept until the end, in points; of readers who joined in the last week. */
export interface KeptPoints {
  right: number;
  wrong: number;
}

/** What a board is to one account. */
export interface OwnBoardView {
  mine: BoardRow | null;
  /** With it the next rows above and below. */
  near: BoardRow[];
  /** Its rank under each of the requested results; null where it has none. */
  ranks: (number | null)[];
}

/** The first rows of a board that a page shows, as the live event `leaderboard` sends them. */
export interface BoardUpdate {
  /** As in the address: `<question>:<slug>,<slug>`. */
  assume: string[];
  newcomersOnly: boolean;
  /** How many rows are sent at most. */
  limit: number;
  questions: number;
  ranked: number;
  pool: number;
  rows: BoardRow[];
  references: BoardRow[];
}
