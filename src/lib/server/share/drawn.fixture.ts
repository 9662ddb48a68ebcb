// Reads the texts of a share picture from its SVG.
import { svgOf } from './drawing.ts';
import { elementOf } from './element.ts';
import type { Picture } from './picture.ts';

export const tight = (written: string) => written.replace(/\s/g, '');

/** All text without spaces, and the y of the lowest line. */
export async function read(drawn: Picture): Promise<{ words: string; lowest: number }> {
  const svg = await svgOf(elementOf(drawn), true);
  const texts = [...svg.matchAll(/<text[^>]* y="([\d.]+)"[^>]*>([^<]*)<\/text>/g)];
  return {
    words: tight(texts.map(([, , word]) => word).join('')),
    lowest: Math.max(...texts.map(([, y]) => Number(y))),
  };
}
