import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromPicks } from '#lib/domain/seats.ts';
import { optionView, questionView } from '#lib/types/question.fixture.ts';
import { formAt, formOfLink, linkOf } from './form.ts';

const FIELD = { options: ['skt', 'upstage', 'lg'], seats: 2 };
const formOf = (query: string) => formOfLink(new URLSearchParams(query), FIELD);

test('picks are carried as picks, with the confidence', () => {
  const query = linkOf(fromPicks(3, 2, [0, 1], 800), FIELD);
  expect(query).toBe('mode=picks&pick=skt&pick=upstage&confidence=80');
  expect(formOf(query)).toMatchObject({
    mode: 'picks',
    picks: ['skt', 'upstage'],
    confidence: '80',
    errors: {},
  });
});

test('any forecast comes back with its numbers', () => {
  const forecast = fc
    .tuple(fc.integer({ min: 1, max: 999 }), fc.integer({ min: 1, max: 999 }))
    .map(([a, b]) => [a, b, 2000 - a - b])
    .filter(([, , c]) => c! >= 1 && c! <= 999);
  fc.assert(
    fc.property(forecast, (permille) => {
      const form = formOf(linkOf(permille, FIELD))!;
      if (form.mode === 'numbers')
        expect(FIELD.options.map((slug) => Math.round(Number(form.percent[slug]) * 10))).toEqual(permille);
      else expect(form.picks).toHaveLength(2);
    }),
  );
});

test.each([
  '',
  'pick=skt&pick=upstage&confidence=80',
  'mode=picks&pick=skt&confidence=80',
  'mode=picks&pick=skt&pick=skt&confidence=80',
  'mode=picks&pick=skt&pick=other&confidence=80',
  'mode=picks&pick=skt&pick=upstage&confidence=NaN',
  'mode=picks&pick=skt&pick=upstage&confidence=10',
  'mode=numbers&p.skt=80&p.upstage=80&p.lg=41',
  'mode=numbers&p.skt=80&p.upstage=80&p.other=40',
  `mode=picks&pick=${'x'.repeat(10_000)}`,
])('what is no forecast fills nothing: %s', (query) => {
  expect(formOf(query)).toBeNull();
});

describe('where a forecast stands, the other way of the form', () => {
  const madeAt = '2026-11-24T00:00:00.000Z';
  const question = questionView('final-3', {
    options: FIELD.options.map((slug) => optionView(slug, slug, slug)),
    seats: FIELD.seats,
    mine: { permille: [800, 800, 400], madeAt },
  });
  const OTHER = 'as=numbers&mode=numbers&p.skt=10&p.upstage=95&p.lg=95';
  const basedOnAt = (query: string) => formAt(new URLSearchParams(query), question).basedOn;

  test('is based on what the form said', () => {
    expect(basedOnAt(`${OTHER}&basedOn=${madeAt}`)).toBe(madeAt);
    expect(basedOnAt('as=numbers')).toBe(madeAt);
  });

  test('is based on nothing where a link brings numbers, so that saving them asks first', () => {
    expect(basedOnAt(OTHER)).toBe('');
  });
});
