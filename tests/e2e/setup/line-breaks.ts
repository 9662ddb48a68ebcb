// Line breaks: a time, its zone and its particle stay on one line at every column width.
import type { Page } from '@playwright/test';

/** In px of the page, its margins included: what is kept together must find room. */
const NARROWEST = 180;
const WIDEST = 420;
const STEP = 3;
const WIDTHS = (WIDEST - NARROWEST) / STEP + 1;

/** @returns how many visible times were read, and every "18:00 (KST)까지" that is not on one line at some width */
export async function readLineBreaks(page: Page): Promise<{ times: number; torn: string[] }> {
  const { read, torn } = await page.evaluate(tornTimes, { from: NARROWEST, to: WIDEST, step: STEP });
  return { times: read / WIDTHS, torn };
}

/** Makes the page narrower step by step, and wide again in the end. */
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
    return range.getBoundingClientRect().bottom;
  };
  const torn: string[] = [];
  let read = 0;
  for (let width = from; width <= to; width += step) {
    main.style.maxWidth = `${width}px`;
    for (const { text, letters } of found) {
      const bottoms = letters.filter(([node, i]) => node.data[i]!.trim()).map(lineOf);
      if (bottoms.includes(0)) continue;
      read += 1;
      // Letters of another font stand a little higher on one line.
      if (Math.max(...bottoms) - Math.min(...bottoms) > 8) torn.push(`${text} at ${width} px`);
    }
  }
  main.style.maxWidth = '';
  return { read, torn };
}
