// One box per option; the filled parts of all boxes sum to the seats.
import { describe, expect, test } from 'vitest';
import { even, SEAT } from '#lib/domain/seats.ts';
import { draw, textOf } from '#lib/components/base/drawn.fixture.ts';
import { optionView, questionView } from '#lib/types/question.fixture.ts';
import type { QuestionView } from '#lib/types/question.ts';
import SeatsRows from './SeatsRows.svelte';

function question(options: number, seats: number, rest: Partial<QuestionView> = {}): QuestionView {
  const shown = Array.from({ length: options }, (_, i) =>
    optionView(`option-${i + 1}`, `option-${i + 1} 이름`),
  );
  const asked = questionView('asked', { kind: 'final', options: shown, seats });
  return { ...asked, crowd: { ...asked.crowd, permille: even(options, seats) }, ...rest };
}

const drawn = (shown: QuestionView) => draw(SeatsRows, { question: shown });
const numbers = (html: string, mark: RegExp) =>
  [...html.matchAll(mark)].map(([, percent]) => Number(percent));
/** How full each box is, in percent. */
const ink = (html: string) => numbers(html, /<rect class="fill[^"]*" width="([\d.]+)%"/g);

const SHAPES = [1, 2, 3, 4, 5].flatMap((seats) =>
  [seats + 1, 6, 8, 12].filter((options) => options > seats).map((options) => ({ options, seats })),
);

describe.each(SHAPES)('$seats of $options', ({ options, seats }) => {
  const html = drawn(question(options, seats));

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
  const html = drawn({ ...asked, crowd: { ...asked.crowd, permille: null, forecasters: 0 } });
  expect(ink(html)).toEqual([]);
  expect(html.match(/>–</g)).toHaveLength(3);
  expect(html).toContain('아직 예측이 없어요.');
});

test('the author’s picks are stamped, his numbers are ticks, and they are said aloud', () => {
  const author = { permille: [850, 250, 900], madeAt: '2026-11-24T09:00:00.000Z', carriedOver: true };
  const html = drawn(question(3, 2, { author }));
  expect(numbers(html, /<line class="tick[^"]*" x1="([\d.]+)%"/g)).toEqual([85, 25, 90]);
  expect(html.match(/저자 (?:85|25|90)%/g)).toHaveLength(3);
  const stamped = html
    .split(/<li[ >]/)
    .slice(1)
    .map((row) => /저자의 픽|>픽</.test(row));
  expect(stamped).toEqual([true, false, true]);
});

test('without an author there are neither ticks nor stamps', () => {
  expect(drawn(question(3, 2))).not.toMatch(/class="tick|저자/);
});

test('the reader’s own numbers are thin bars, and are said aloud', () => {
  const html = drawn(
    question(3, 2, { mine: { permille: [950, 150, 900], madeAt: '2026-11-24T09:00:00.000Z' } }),
  );
  expect(numbers(html, /<svg class="mine[^"]*"[^>]*><rect width="([\d.]+)%"/g)).toEqual([95, 15, 90]);
  expect(html.match(/내 예측 (?:95|15|90)%/g)).toHaveLength(3);
});

test('beside the odds of an open question stands their change in seven days', () => {
  const asked = question(3, 2);
  const [first = 0, second = 0, third = 0] = asked.crowd.permille ?? [];
  const weekAgo = [first - 12, second, third + 4];
  const said = textOf(drawn({ ...asked, weekAgo }));
  expect(said.match(/[▲▼][\d.]+%p/g)).toEqual(['▲1.2%p', '▼0.4%p']);
  expect(said).toContain('7일 동안 1.2%p 올랐어요');
  expect(said).toContain('7일 동안 0.4%p 내렸어요');
  for (const html of [drawn(asked), drawn({ ...asked, weekAgo, phase: 'closed' })])
    expect(html).not.toMatch(/[▲▼]/);
});
