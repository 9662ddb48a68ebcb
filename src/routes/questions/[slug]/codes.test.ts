import { expect, test } from 'vitest';
import { embedCode, embedHeight, linkCode, pictureCode } from './codes.ts';

test('a code escapes the title', () => {
  const title = 'Who <b>"wins"</b> & stays?';
  const escaped = 'Who &lt;b&gt;&quot;wins&quot;&lt;/b&gt; &amp; stays?';
  expect(linkCode('https://a.example/q?v=1&x=2', title)).toBe(
    `<a href="https://a.example/q?v=1&amp;x=2">${escaped}</a>`,
  );
  expect(embedCode('https://a.example/embed/q', title, 3)).toContain(`title="${escaped}"`);
  expect(pictureCode('https://a.example/q', 'https://a.example/og/q.png', title)).toContain(
    `alt="${escaped}"`,
  );
});

test('a widget is as high as its rows need', () => {
  expect(embedHeight(5) - embedHeight(3)).toBe(2 * (embedHeight(4) - embedHeight(3)));
  expect(embedCode('https://a.example/embed/q', 'Q', 3)).toContain(`height="${embedHeight(3)}"`);
});

/** In a browser, at 320 px in English, where it is highest: with the author's stamps, a result that was corrected, and provisional. */
test.each([
  { question: 'scenario', options: 3, measured: 461 },
  { question: 'final-3', options: 3, measured: 463 },
  { question: 'advance-2', options: 4, measured: 512 },
  { question: 'count-3', options: 4, measured: 534 },
  { question: 'advance-1', options: 5, measured: 560 },
])(
  'nothing of $question is cut off on the narrowest phone, in a simulation neither',
  ({ options, measured }) => {
    const banner = 58;
    expect(embedHeight(options)).toBeGreaterThanOrEqual(measured);
    expect(embedHeight(options, true)).toBeGreaterThanOrEqual(measured + banner);
    expect(embedCode('https://a.example/embed/q', 'Q', options, true)).toContain(
      `height="${embedHeight(options, true)}"`,
    );
  },
);
