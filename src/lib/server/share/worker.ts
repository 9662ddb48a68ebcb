// The pictures' worker: a thread of its own, so that laying out and colouring a picture never keeps a reader waiting.
// Plain Node runs it from the sources. It reads its fonts once and nothing else.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { renderAsync } from '@resvg/resvg-js';
import satori, { type Font } from 'satori';
import { answer } from '../thread/answer.ts';
import { elementOf } from './element.ts';
import { HEIGHT, type Picture, WIDTH } from './picture.ts';

const WEIGHTS = { 500: 'Medium', 800: 'ExtraBold' } as const;

const { resolve } = createRequire(import.meta.url);
const fonts = Promise.all(Object.entries(WEIGHTS).map(([weight, name]) => readFont(Number(weight), name)));

async function readFont(weight: number, name: string): Promise<Font> {
  const file = resolve(`pretendard/dist/public/static/alternative/Pretendard-${name}.ttf`);
  return {
    name: 'Pretendard',
    weight: weight as Font['weight'],
    style: 'normal',
    data: await readFile(file),
  };
}

async function draw(picture: Picture): Promise<Uint8Array> {
  const element = elementOf(picture) as unknown as Parameters<typeof satori>[0];
  const svg = await satori(element, { width: WIDTH, height: HEIGHT, fonts: await fonts });
  // Every letter is a path by now.
  const drawn = await renderAsync(svg, { font: { loadSystemFonts: false } });
  return drawn.asPng();
}

answer(draw);
