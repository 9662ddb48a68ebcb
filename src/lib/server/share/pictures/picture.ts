// Content of share pictures, from the database alone. worker.ts draws them.
import { createHash } from 'node:crypto';

export const WIDTH = 1200;
export const HEIGHT = 630;

/** Version of the drawing: raise it with every change, so that caches and clients drop older pictures. */
const DRAWING = 4;

/** Parts common to all pictures. All texts are in the language of the picture. */
export interface Frame {
  language: string;
  site: string;
  topic: string;
  /** Label of a simulation, null on a real site. */
  simulation: string | null;
  title: string;
  /** Of which time the numbers are. */
  note: string;
  disclaimer: string;
}

export interface Segment {
  /** Odds. */
  permille: number;
  colour: string;
}

export interface Entry {
  colour: string;
  name: string;
  /** Drawn where the name does not fit. */
  shortName: string;
  odds: string;
  /** How full the box of the option is; null leaves it empty. */
  permille: number | null;
  /** The author's stamp. */
  stamp: string | null;
  /** Outcome of the option once the question is resolved. */
  outcome: { text: string; cameTrue: boolean } | null;
}

/** The picture of a question. */
export interface Picture extends Frame {
  shape: 'question';
  /** The result, else the likeliest one with its odds; null without forecasts. */
  headline: string | null;
  /**
   * From left to right, empty without forecasts. Null with several seats: their odds sum to more than 100 %, so each option
   * has a box of its own.
   */
  segments: Segment[] | null;
  entries: Entry[];
  /** Names how many options are left out of the entries. */
  more: string | null;
}

/** The picture of a card that somebody shares. */
export interface CardPicture extends Frame {
  shape: 'card';
  /** Whose it is. */
  byline: string;
  headline: string;
  /** A second line, such as the result; null for none. */
  line: string | null;
  /** Numbers side by side; null for a card that has none. */
  table: CardTable | null;
  /** Numbers with a label each. */
  figures: { label: string; value: string }[];
}

export interface CardTable {
  columns: string[];
  rows: { colour: string; name: string; permille: number | null; values: string[] }[];
  /** Names how many options are left out. */
  more: string | null;
}

export type Drawing = Picture | CardPicture;

/** Hash of the content: the key of the cache, and the entity tag. */
export function pictureKey(picture: Drawing): string {
  return createHash('sha256')
    .update(`${DRAWING}\0${JSON.stringify(picture)}`)
    .digest('base64url')
    .slice(0, 24);
}
