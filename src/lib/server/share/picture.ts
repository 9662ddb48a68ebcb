// The share picture of a question: what is drawn, worked out from the database alone. The worker draws it (worker.ts),
// nothing here does.
import { createHash } from 'node:crypto';

export const WIDTH = 1200;
export const HEIGHT = 630;

/** Raise it with every change of the drawing, so that nobody keeps a picture of the old kind. */
const DRAWING = 3;

export interface Segment {
  /** Share of one seat. */
  permille: number;
  colour: string;
}

export interface Entry {
  colour: string;
  name: string;
  /** Drawn where the name finds no room. */
  shortName: string;
  odds: string;
  /** The author's stamp. */
  stamp: string | null;
  /** What became of the option. */
  outcome: { text: string; cameTrue: boolean } | null;
}

/** Every text is in the language of the picture already. */
export interface Picture {
  language: string;
  site: string;
  topic: string;
  /** Where the site is a simulation, that it is one. */
  simulation: string | null;
  title: string;
  result: string | null;
  seats: number;
  /** From left to right; none while nobody has forecast. */
  segments: Segment[];
  entries: Entry[];
  /** Options that find no room among the entries. */
  more: string | null;
  /** Who forecast, and the instant that the numbers are of. */
  note: string;
  disclaimer: string;
}

/** The same for the same drawing and for no other: the key of the cache, and the entity tag. */
export function pictureKey(picture: Picture): string {
  return createHash('sha256')
    .update(`${DRAWING}\0${JSON.stringify(picture)}`)
    .digest('base64url')
    .slice(0, 24);
}
