// Reads a share picture from its drawing, before letters become paths.
import { svgOf } from './drawing.ts';
import { elementOf } from './element.ts';
import type { Picture } from './picture.ts';

export const tight = (written: string) => written.replace(/\s/g, '');

/** All that is written, without blanks, and the lowest line of writing. */
export async function read(drawn: Picture): Promise<{ words: string; lowest: number }> {
  const svg = await svgOf(elementOf(drawn), true);
  const texts = [...svg.matchAll(/<text[^>]* y="([\d.]+)"[^>]*>([^<]*)<\/text>/g)];
  return {
    words: tight(texts.map(([, , word]) => word).join('')),
    lowest: Math.max(...texts.map(([, y]) => Number(y))),
  };
}
