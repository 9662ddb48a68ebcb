// What stands in a picture, read from its drawing before letters become paths.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import satori from 'satori';
import { expect, test } from 'vitest';
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

function picture(names: string[], rest: Partial<Picture> = {}): Picture {
  return {
    language: 'en',
    site: 'Final Two',
    topic: 'Sovereign AI foundation model',
    simulation: 'Simulation',
    title: 'How many remain after evaluation 3?',
    result: null,
    seats: 1,
    segments: [],
    entries: names.map((name, i) => ({
      colour: '#6d675a',
      name,
      odds: '33.3%',
      stamp: i === 0 ? (names.length > 3 ? 'Pick' : 'author’s pick') : null,
      outcome: { text: i === 0 ? 'Yes' : 'No', cameTrue: i === 0 },
    })),
    more: null,
    note: '1,234 forecasters',
    disclaimer: 'not an opinion poll',
    ...rest,
  };
}

const tight = (written: string) => written.replace(/\s/g, '');

/** All that is written, without blanks, and the lowest line of writing. */
async function read(drawn: Picture): Promise<{ words: string; lowest: number }> {
  const element = elementOf(drawn) as unknown as Parameters<typeof satori>[0];
  const svg = await satori(element, { width: WIDTH, height: HEIGHT, fonts, embedFont: false });
  const texts = [...svg.matchAll(/<text[^>]* y="([\d.]+)"[^>]*>([^<]*)<\/text>/g)];
  return {
    words: tight(texts.map(([, , word]) => word).join('')),
    lowest: Math.max(...texts.map(([, y]) => Number(y))),
  };
}

const OPTIONS = {
  four: ['One or none', 'Two', 'Three', 'No result by the end of June 2027'],
  'four, the longest stamped': ['No result by the end of June 2027', 'One or none', 'Two', 'Three'],
  three: ['A K-AI ecosystem takes shape', 'Global partnership', 'A disappointing result'],
};

test.each(Object.entries(OPTIONS))(
  'the names of %s options are there to their last word',
  async (_, names) => {
    const { words } = await read(picture(names));
    expect(words).not.toContain('…');
    for (const name of names) expect(words).toContain(tight(name));
  },
);

test.each(Object.entries(OPTIONS))('also below two lines of title and a result %s fit', async (_, names) => {
  const title = 'A question that is so long that it takes two lines of the picture';
  const { words, lowest } = await read(picture(names, { title, result: 'Corrected result: Two' }));
  expect(words).not.toContain('…');
  expect(lowest).toBeLessThan(HEIGHT - 30);
});

test('a result of many names is smaller, so that it is read to its end', async () => {
  const result = 'Corrected result: Remaining: LG AI Research, SK Telecom and Upstage.';
  const { words } = await read(picture(['A', 'B', 'C', 'D', 'E'], { result }));
  expect(words).not.toContain('…');
  expect(words).toContain(tight(result));
});
