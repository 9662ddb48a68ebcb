/** What a shared card shows. Types alone. */

export type CardKind = 'forecast' | 'result';

interface SharedCard {
  id: string;
  /** Slug. */
  question: string;
  /** Null where its owner does not show it. */
  handle: string | null;
  /** Whether it is the author's, beside whom there is no other author. */
  isAuthor: boolean;
  /** Whether it is the reader's. */
  isMine: boolean;
}

export interface ForecastCard extends SharedCard {
  kind: 'forecast';
  /** The forecast as it was shared. */
  permille: number[];
  madeAt: string;
  /** Whether it still stands, or has been changed or withdrawn since. */
  state: 'standing' | 'changed' | 'withdrawn';
}

export interface ResultCard extends SharedCard {
  kind: 'result';
  /** By the newest version of the result; null where it gives no score. */
  score: CardScore | null;
}

interface CardScore {
  peerMicro: number;
  /** Null outside the ranking. */
  rank: number | null;
  ranked: number;
  /** The author's; null without an author, or without a score of theirs. */
  authorPeerMicro: number | null;
}

export type CardView = ForecastCard | ResultCard;

/** A card in its owner's list. */
export interface OwnCardView {
  kind: CardKind;
  id: string;
  /** Slug. */
  question: string;
  showsHandle: boolean;
  sharedAt: string;
}
