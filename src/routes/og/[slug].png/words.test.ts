// The longest texts of a share picture are not cut, whatever the number of seats.
import { afterEach, describe, expect, test } from 'vitest';
import { baseLocale, overwriteGetLocale } from '#lib/i18n/paraglide/runtime.js';
import { read, tight } from '#lib/server/share/pictures/drawn.fixture.ts';
import { HEIGHT } from '#lib/server/share/pictures/picture.ts';
import { AT, question } from '#lib/components/questions/question.fixture.ts';
import { pictureOf } from './words.ts';

afterEach(() => overwriteGetLocale(() => baseLocale));

const ORDINARY = [
  { ko: 'SK텔레콤', en: 'SK Telecom', short: 'SKT' },
  { ko: '업스테이지', en: 'Upstage', short: 'Upstage' },
  { ko: 'LG AI연구원', en: 'LG AI Research', short: 'LG' },
  { ko: '모티프테크놀로지스', en: 'Motif Technologies', short: 'Motif' },
  { ko: '네이버클라우드', en: 'NAVER Cloud', short: 'NAVER' },
  { ko: 'NC AI', en: 'NC AI', short: 'NC' },
];
const LONG = ORDINARY.map((name, i) =>
  i % 2
    ? {
        ko: '한국전자통신연구원 컨소시엄',
        en: 'Electronics and Telecommunications Research Institute',
        short: `ETRI ${i}`,
      }
    : name,
);

/** A question with the longest result. */
function questionOf(names: typeof ORDINARY, options: number, seats: number) {
  const outcome = Array.from({ length: options }, (_, i) => i < seats);
  const result = { version: 2, outcome, knownAt: AT, publishedAt: AT, provisional: true, finalAt: AT };
  const made = question(options, seats, { phase: 'provisional', resolution: result });
  made.title = { ko: '마지막 두 자리, 누가 앉을까요?', en: 'Who takes the last two seats?' };
  names.slice(0, options).forEach(({ ko, en, short }, i) => {
    Object.assign(made.options[i]!, { label: { ko, en }, shortLabel: { ko: short, en: short } });
  });
  return made;
}

const SEATS = [1, 2, 3, 4, 5];

describe.each(['ko', 'en'] as const)('in %s', (locale) => {
  describe.each([
    ['companies of the contest', ORDINARY],
    ['long names', LONG],
  ])('with %s', (_, names) => {
    test.each(SEATS)('a corrected provisional result of %i seats is not cut', async (seats) => {
      overwriteGetLocale(() => locale);
      for (const options of new Set([seats + 1, 6])) {
        const picture = pictureOf(questionOf(names, options, seats), true);
        const { words, lowest } = await read(picture);
        expect(words).not.toContain('…');
        expect(words).toContain(tight(picture.headline ?? ''));
        expect(lowest).toBeLessThan(HEIGHT - 30);
      }
    });
  });
});

test('a result that fits uses full names', () => {
  overwriteGetLocale(() => 'en');
  expect(pictureOf(questionOf(ORDINARY, 6, 3), false).headline).toContain(
    'SK Telecom, LG AI Research and Upstage',
  );
  expect(pictureOf(questionOf(ORDINARY, 6, 4), false).headline).toContain('SKT, LG, Motif and Upstage');
});
