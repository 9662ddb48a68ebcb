// The signature: one box per company, and the ink of all boxes makes exactly as many full ones as there are seats.
import { render } from 'svelte/server';
import { describe, expect, test } from 'vitest';
import { even, SEAT } from '#lib/domain/seats.ts';
import type { QuestionView } from '#lib/types/question.ts';
import SeatsRows from './SeatsRows.svelte';

const AT = '2026-11-24T09:00:00.000Z';

function question(options: number, seats: number, rest: Partial<QuestionView> = {}): QuestionView {
  const slugs = Array.from({ length: options }, (_, i) => `option-${i + 1}`);
  const odds = even(options, seats);
  const text = (words: string) => ({ ko: words, en: words });
  return {
    slug: 'asked',
    kind: 'final',
    round: 3,
    title: text('누가 남을까요?'),
    lead: text(''),
    rules: [],
    officialSource: null,
    options: slugs.map((slug) => ({
      slug,
      label: text(`${slug} 이름`),
      shortLabel: text(slug),
      company: null,
    })),
    seats,
    scored: true,
    phase: 'open',
    opensAt: AT,
    closesAt: null,
    endsBy: null,
    resolution: null,
    crowd: {
      permille: odds,
      forecasters: 12,
      at: AT,
      version: 1,
    },
    author: null,
    mine: null,
    ...rest,
  };
}

const draw = (shown: QuestionView) => render(SeatsRows, { props: { question: shown } }).body;
const numbers = (html: string, mark: RegExp) =>
  [...html.matchAll(mark)].map(([, percent]) => Number(percent));
/** How full each box is, in percent. */
const ink = (html: string) => numbers(html, /<rect class="fill[^"]*" width="([\d.]+)%"/g);

const SHAPES = [1, 2, 3, 4, 5].flatMap((seats) =>
  [seats + 1, 6, 8, 12].filter((options) => options > seats).map((options) => ({ options, seats })),
);

describe.each(SHAPES)('$seats of $options', ({ options, seats }) => {
  const html = draw(question(options, seats));

  test('has a box for each option, and ink for exactly the seats', () => {
    const boxes = ink(html);
    expect(boxes).toHaveLength(options);
    expect(Math.round(boxes.reduce((sum, each) => sum + each * 10, 0))).toBe(SEAT * seats);
  });

  test('names every option in full', () => {
    for (let i = 1; i <= options; i += 1) expect(html).toContain(`option-${i} 이름`);
  });
});

test('with nobody the boxes are empty and the number is a dash', () => {
  const asked = question(3, 2);
  const html = draw({ ...asked, crowd: { ...asked.crowd, permille: null, forecasters: 0 } });
  expect(ink(html)).toEqual([]);
  expect(html.match(/>–</g)).toHaveLength(3);
  expect(html).toContain('아직 예측이 없어요.');
});

test('the author’s picks are stamped, his numbers are ticks, and they are said aloud', () => {
  const author = { permille: [850, 250, 900], madeAt: AT, carriedOver: true };
  const html = draw(question(3, 2, { author }));
  expect(numbers(html, /<line class="tick[^"]*" x1="([\d.]+)%"/g)).toEqual([85, 25, 90]);
  expect(html.match(/저자 (?:85|25|90)%/g)).toHaveLength(3);
  const stamped = html
    .split(/<li[ >]/)
    .slice(1)
    .map((row) => /저자의 픽|>픽</.test(row));
  expect(stamped).toEqual([true, false, true]);
});

test('without an author there are neither ticks nor stamps', () => {
  expect(draw(question(3, 2))).not.toMatch(/class="tick|저자/);
});

test('the reader’s own numbers are thin bars, and are said aloud', () => {
  const html = draw(question(3, 2, { mine: { permille: [950, 150, 900], madeAt: AT } }));
  expect(numbers(html, /<svg class="mine[^"]*"[^>]*><rect width="([\d.]+)%"/g)).toEqual([95, 15, 90]);
  expect(html.match(/내 예측 (?:95|15|90)%/g)).toHaveLength(3);
});
