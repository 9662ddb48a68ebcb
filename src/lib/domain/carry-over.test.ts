import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { forecasts } from '../../../tests/vectors/arbitraries.ts';
import { type CarriedOption, carryOver } from './carry-over.ts';
import { isForecast } from './seats.ts';

const companies = (...slugs: string[]): CarriedOption[] => slugs.map((slug) => ({ slug, company: slug }));
const THREE = companies('skt', 'upstage', 'lg');

describe('an old forecast on a new field', () => {
  test.each<[string, number[], CarriedOption[], number, number[]]>([
    ['is the same where nothing changed', [800, 800, 400], THREE, 2, [800, 800, 400]],
    [
      'follows the companies into another order',
      [800, 700, 500],
      companies('lg', 'skt', 'upstage'),
      2,
      [500, 800, 700],
    ],
    ['gives one of two what their log-odds say', [800, 800, 400], companies('skt', 'upstage'), 1, [500, 500]],
    // ln(4) and ln(2/3) are 1.7918 apart: two numbers with a sum of 1 and half of it each way from 0.
    ['keeps the distance in log-odds', [800, 800, 400], companies('skt', 'lg'), 1, [710, 290]],
    [
      'starts a newcomer at even odds',
      [500, 500],
      companies('skt', 'lg', 'motif', 'nc-ai'),
      2,
      [500, 500, 500, 500],
    ],
    ['is even where nobody is known', [999, 999, 2], companies('motif', 'nc-ai'), 1, [500, 500]],
  ])('%s', (_, permille, next, seats, expected) => {
    const old = permille.length === 2 ? companies('skt', 'lg') : THREE;
    expect(carryOver(old, permille, next, seats)).toEqual(expected);
  });

  test('matches options by company, even when their slugs differ', () => {
    const old = [
      { slug: 'sk', company: 'skt' },
      { slug: 'lg', company: 'lg' },
    ];
    expect(carryOver(old, [900, 100], companies('lg', 'skt'), 1)).toEqual([100, 900]);
  });

  test('does not match an option without a company to a company of the same slug', () => {
    const old = [
      { slug: 'skt', company: null },
      { slug: 'lg', company: null },
    ];
    expect(carryOver(old, [900, 100], companies('skt', 'lg'), 1)).toEqual([500, 500]);
  });

  test('sums exactly, stays within bounds and keeps the order of the remaining options', () => {
    const cases = forecasts().chain(({ permille, seats }) =>
      fc.record({
        permille: fc.constant(permille),
        oldSeats: fc.constant(seats),
        stay: fc.array(fc.boolean(), { minLength: permille.length, maxLength: permille.length }),
        join: fc.integer({ min: 2, max: 6 }),
        share: fc.double({ min: 0, max: 1, noNaN: true }),
      }),
    );
    fc.assert(
      fc.property(cases, ({ permille, stay, join, share }) => {
        const old = permille.map((_, i) => ({ slug: `o-${i}`, company: null }));
        const staying = old.filter((_, i) => stay[i]).slice(0, 14);
        const next = [
          ...staying,
          ...Array.from({ length: join }, (_, i) => ({ slug: `n-${i}`, company: null })),
        ];
        const seats = 1 + Math.floor(share * (next.length - 2));
        const carried = carryOver(old, permille, next, seats);
        expect(isForecast(carried, next.length, seats)).toBe(true);
        const was = staying.map(({ slug }) => permille[old.findIndex((option) => option.slug === slug)]!);
        for (const [i, p] of was.entries())
          for (const [j, q] of was.entries())
            if (p > q) expect(carried[i]).toBeGreaterThanOrEqual(carried[j]!);
      }),
      { numRuns: 500 },
    );
  });

  test('on the same field is unchanged', () => {
    fc.assert(
      fc.property(forecasts(), ({ permille, seats }) => {
        const field = permille.map((_, i) => ({ slug: `o-${i}`, company: null }));
        expect(carryOver(field, permille, field, seats)).toEqual(permille);
      }),
    );
  });

  test.each<[string, number[], CarriedOption[], number]>([
    ['a broken sum', [800, 800, 401], THREE, 2],
    ['another shape', [800, 200], THREE, 2],
    ['as many seats as options', [800, 800, 400], companies('skt', 'lg'), 2],
    ['no seats', [800, 800, 400], THREE, 0],
    ['one option', [800, 800, 400], companies('skt'), 1],
    ['more than 20 options', [800, 800, 400], companies(...'abcdefghijklmnopqrstu'), 1],
  ])('refuses %s', (_, permille, next, seats) => {
    expect(() => carryOver(THREE, permille, next, seats)).toThrow(RangeError);
  });
});
