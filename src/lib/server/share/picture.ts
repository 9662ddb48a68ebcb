// Content of a question's share picture, from the database alone. worker.ts draws it.
import { createHash } from 'node:crypto';

export const WIDTH = 1200;
export const HEIGHT = 630;

/** Version of the drawing: raise it with every change, so that caches and clients drop older pictures. */
const DRAWING = 3;

interface Segment {
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
  /** The author's stamp. */
  stamp: string | null;
  /** Outcome of the option once the question is resolved. */
  outcome: { text: string; cameTrue: boolean } | null;
}

/** All texts are in the language of the picture. */
export interface Picture {
  language: string;
  site: string;
  topic: string;
  /** Label of a simulation, null on a real site. */
  simulation: string | null;
  title: string;
  result: string | null;
  seats: number;
  /** From left to right; empty without forecasts. */
  segments: Segment[];
  entries: Entry[];
  /** Names how many options are left out of the entries. */
  more: string | null;
  /** Number of forecasters, and the time of the odds. */
  note: string;
  disclaimer: string;
}

/** Hash of the content: the key of the cache, and the entity tag. */
export function pictureKey(picture: Picture): string {
  return createHash('sha256')
    .update(`${DRAWING}\0${JSON.stringify(picture)}`)
    .digest('base64url')
    .slice(0, 24);
}
