// Renders elements to SVG and PNG. Reads the fonts once.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { renderAsync } from '@resvg/resvg-js';
import satori, { type Font } from 'satori';
import type { Element } from './parts.ts';
import { HEIGHT, WIDTH } from './picture.ts';

const WEIGHTS: [Font['weight'], string][] = [
  [500, 'Medium'],
  [800, 'ExtraBold'],
];

const { resolve } = createRequire(import.meta.url);
const fonts = Promise.all(WEIGHTS.map(([weight, name]) => readFont(weight, name)));

async function readFont(weight: Font['weight'], name: string): Promise<Font> {
  const file = resolve(`pretendard/dist/public/static/alternative/Pretendard-${name}.ttf`);
  return {
    name: 'Pretendard',
    weight,
    style: 'normal',
    data: await readFile(file),
  };
}

/** @param asWords keeps text as text instead of paths */
export async function svgOf(element: Element, asWords = false): Promise<string> {
  // The type is React's; satori reads no more than `type` and `props`.
  return satori(element as unknown as Parameters<typeof satori>[0], {
    width: WIDTH,
    height: HEIGHT,
    fonts: await fonts,
    embedFont: !asWords,
  });
}

export async function pngOf(element: Element): Promise<Uint8Array> {
  const drawn = await renderAsync(await svgOf(element), { font: { loadSystemFonts: false } });
  return drawn.asPng();
}
