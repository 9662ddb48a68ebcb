// A share picture for tests, and its texts as read from the SVG.
import { svgOf } from './drawing.ts';
import { elementOf } from './element.ts';
import type { Drawing, Picture } from './picture.ts';

/** A picture of options, the first of them picked by the author and come true. */
export function picture(names: string[], rest: Partial<Picture> = {}): Picture {
  return {
    shape: 'question',
    language: 'en',
    site: 'Final Two',
    topic: 'Sovereign AI foundation model',
    simulation: 'Simulation',
    title: 'How many remain after evaluation 3?',
    headline: null,
    segments: [],
    entries: names.map((name, i) => ({
      colour: '#6d675a',
      name,
      shortName: name,
      odds: '33.3%',
      permille: 333,
      stamp: i === 0 ? (names.length > 3 ? 'Pick' : 'author’s pick') : null,
      outcome: { text: i === 0 ? 'Yes' : 'No', cameTrue: i === 0 },
    })),
    more: null,
    note: '1,234 forecasters',
    disclaimer: 'not an opinion poll',
    ...rest,
  };
}

export const tight = (written: string) => written.replace(/\s/g, '');

/** All text without spaces, and the y of the lowest line. */
export async function read(drawn: Drawing): Promise<{ words: string; lowest: number }> {
  const svg = await svgOf(elementOf(drawn), true);
  const texts = [...svg.matchAll(/<text[^>]* y="([\d.]+)"[^>]*>([^<]*)<\/text>/g)];
  return {
    words: tight(texts.map(([, , word]) => word).join('')),
    lowest: Math.max(...texts.map(([, y]) => Number(y))),
  };
}
