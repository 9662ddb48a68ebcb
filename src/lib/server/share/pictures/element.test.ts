// Which texts a share picture contains, and that they fit.
import { expect, test } from 'vitest';
import { picture, read, tight } from './drawn.fixture.ts';
import { HEIGHT } from './picture.ts';

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

test.each(Object.entries(OPTIONS))('two lines of title, a result and options fit: %s', async (_, names) => {
  const title = 'A question that is so long that it takes two lines of the picture';
  const { words, lowest } = await read(picture(names, { title, headline: 'Corrected result: Two' }));
  expect(words).not.toContain('…');
  expect(lowest).toBeLessThan(HEIGHT - 30);
});

test('two lines of title, two of a result and six options fit', async () => {
  const title = 'A question that is so long that it takes two lines of the picture';
  const headline = `Corrected provisional result: Remaining: ${'a company, '.repeat(6)}and the last one.`;
  const { words, lowest } = await read(picture(['A', 'B', 'C', 'D', 'E', 'F'], { title, headline }));
  expect(words).not.toContain('…');
  expect(words).toContain(tight(headline));
  expect(lowest).toBeLessThan(HEIGHT - 30);
});

test('a name that does not fit is replaced by its short form', async () => {
  const drawn = picture(['A', 'B', 'C', 'D', 'An institute whose name no line of this picture takes']);
  for (const entry of drawn.entries) entry.shortName = entry.name.slice(0, 12);
  const { words } = await read(drawn);
  expect(words).not.toContain('…');
  expect(words).toContain(tight('An institute'));
  expect(words).not.toContain('whosename');
});
