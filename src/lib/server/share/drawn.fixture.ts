// Reads a share picture from its drawing, before letters become paths.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import satori from 'satori';
import { elementOf } from './element.ts';
import { HEIGHT, type Picture, WIDTH } from './picture.ts';

const { resolve } = createRequire(import.meta.url);
const fonts = (
  [
    [500, 'Medium'],
    [800, 'ExtraBold'],
  ] as const
).map(([weight, name]) => ({
  name: 'Pretendard',
  weight,
  style: 'normal' as const,
  data: readFileSync(resolve(`pretendard/dist/public/static/alternative/Pretendard-${name}.ttf`)),
}));

export const tight = (written: string) => written.replace(/\s/g, '');

/** All that is written, without blanks, and the lowest line of writing. */
export async function read(drawn: Picture): Promise<{ words: string; lowest: number }> {
  const element = elementOf(drawn) as unknown as Parameters<typeof satori>[0];
  const svg = await satori(element, { width: WIDTH, height: HEIGHT, fonts, embedFont: false });
  const texts = [...svg.matchAll(/<text[^>]* y="([\d.]+)"[^>]*>([^<]*)<\/text>/g)];
  return {
    words: tight(texts.map(([, , word]) => word).join('')),
    lowest: Math.max(...texts.map(([, y]) => Number(y))),
  };
}
