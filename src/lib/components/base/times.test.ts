// Every time on a page is in a <time> element, for machines: only the components that make one format times, apart from
// texts without markup.
import { expect, test } from 'vitest';
import { isTest, sourcesIn } from '#lib/i18n/sources.fixture.ts';

const MAKE_TIME_ELEMENTS = ['src/routes/me/Stretch.svelte', 'src/lib/components/base/Time.svelte'];
/** Texts that cannot contain an element, each with its use. */
const NO_MARKUP = [
  'src/lib/components/contest/picture-words.ts', // names of marks in the picture
  'src/lib/components/share/card-words.ts', // pictures of cards
  'src/lib/components/share/summary.ts', // share pictures
  'src/routes/feed.xml/words.ts', // the feed
  'src/lib/components/odds/chart-words.ts', // what the chart's cursor says
  'src/lib/components/odds/odds-canvas.svelte.ts', // days on the chart's axis
];
const WRITES_A_TIME =
  /\bkst(?:Time|Day|ShortDay|Stretch)\b|\.toLocale(?:Date|Time)?String\(|DateTimeFormat|['"`] ?\(KST\)|\$\{[^}]*\} \(KST\)/;

const sources = ['src/lib/components', 'src/routes']
  .flatMap((folder) => sourcesIn(folder, ['.svelte', '.ts']))
  .filter((source) => !isTest(source));

test('only components that make <time> elements write times', () => {
  const writing = sources.filter(({ text }) => WRITES_A_TIME.test(text)).map(({ path }) => path);
  expect(writing.sort()).toEqual([...MAKE_TIME_ELEMENTS, ...NO_MARKUP].sort());
});
