// Where a line ends: a time keeps its zone, and the zone its particle, however narrow the column is.
import { LANGUAGES, inLanguage } from './setup/pages.ts';
import { expect, test } from './setup/test.ts';

const NARROWEST = 120;
const WIDEST = 420;
const STEP = 3;

for (const language of LANGUAGES) {
  test(`in ${language} no line begins with a zone or with what clings to it`, async ({ page }) => {
    await page.goto(inLanguage('/questions/final-3', language));
    await page.locator('details', { hasText: 'KST' }).first().locator('summary').click();
    const torn = await page.evaluate(tornTimes, { from: NARROWEST, to: WIDEST, step: STEP });
    expect(torn.read).toBeGreaterThan(language === 'ko' ? 200 : 100);
    expect(torn.torn).toEqual([]);
  });
}

/** Makes the page narrower step by step and tells of every "18:00 (KST)까지" that is not on one line. */
function tornTimes({ from, to, step }: { from: number; to: number; step: number }) {
  const main = document.querySelector('main')!;
  const found: { letters: [Text, number][]; text: string }[] = [];
  for (const block of main.querySelectorAll('p, li')) {
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    const letters: [Text, number][] = [];
    while (walker.nextNode()) {
      const node = walker.currentNode as Text;
      for (let i = 0; i < node.data.length; i += 1) letters.push([node, i]);
    }
    const text = letters.map(([node, i]) => node.data[i]).join('');
    for (const { 0: kept, index } of text.matchAll(/\S+ ?\(KST\)\S*/g))
      found.push({ text: kept, letters: letters.slice(index, index + kept.length) });
  }
  const range = document.createRange();
  const lineOf = ([node, i]: [Text, number]) => {
    range.setStart(node, i);
    range.setEnd(node, i + 1);
    return Math.round(range.getBoundingClientRect().bottom);
  };
  const torn: string[] = [];
  let read = 0;
  for (let width = from; width <= to; width += step) {
    main.style.maxWidth = `${width}px`;
    for (const { text, letters } of found) {
      const lines = new Set(letters.filter(([node, i]) => node.data[i]!.trim()).map(lineOf));
      if (lines.has(0)) continue;
      read += 1;
      if (lines.size > 1) torn.push(`${text} at ${width} px`);
    }
  }
  return { read, torn };
}
