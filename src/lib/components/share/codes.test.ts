import { expect, test } from 'vitest';
import { embedCode, embedHeight, linkCode, pictureCode } from './codes.ts';

test('a code survives whatever a title holds', () => {
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
