// Content and size of the embed.
import { readFileSync } from 'node:fs';
import { render } from 'svelte/server';
import { afterEach, expect, test } from 'vitest';
import { baseLocale, overwriteGetLocale } from '#lib/i18n/paraglide/runtime.js';
import type { QuestionView } from '#lib/types/question.ts';
import { question } from '#lib/components/questions/question.fixture.ts';
import Embed from './Embed.svelte';

const LIMIT_BYTES = 30_000;
const tokens = readFileSync('src/lib/styles/tokens.css', 'utf8');

afterEach(() => overwriteGetLocale(() => baseLocale));

const QUESTION = question(4, 3);
const draw = (shown: QuestionView | null) =>
  render(Embed, { props: { question: shown, origin: 'https://a.example', isSimulation: true } });
/** Text of the line above the title. */
const eyebrow = (html: string) =>
  /<p class="eyebrow[^>]*>(.*?)<\/p>/s.exec(html)?.[1]?.replace(/<[^>]+>/g, '');

test.each([
  ['ko', '최종 2 · 독자 AI 파운데이션 모델'],
  ['en', 'Final Two · Sovereign AI foundation model'],
] as const)('in %s the widget names the site, also where there is no question', (locale, named) => {
  overwriteGetLocale(() => locale);
  for (const shown of [QUESTION, null]) expect(eyebrow(draw(shown).body)).toBe(named);
});

test('it is small and has no scripts', () => {
  const drawn = draw(QUESTION);
  // Source maps exist only in tests.
  const head = drawn.head.replaceAll(/\/\*# sourceMappingURL=.*?\*\//gs, '');
  const { body } = drawn;
  expect(Buffer.byteLength(tokens + head + body)).toBeLessThan(LIMIT_BYTES);
  expect(head + body).not.toMatch(/<script|<img|src=/);
});
