import { describe, expect, it } from 'vitest';
import { endOfForecasting, phaseOf, type Timing } from './question.ts';

const timing: Timing = { opensAt: 1000, closesAt: 2000 };
const decided = (provisional: boolean, annulled: boolean): Timing => ({
  ...timing,
  resolution: { publishedAt: 3000, finalAt: provisional ? 5000 : 3000, annulled },
});

describe('phaseOf', () => {
  it.each([
    ['before it opens', timing, 999, 'upcoming'],
    ['when it opens', timing, 1000, 'open'],
    ['just before it closes', timing, 1999, 'open'],
    ['when it closes', timing, 2000, 'closed'],
    ['long after, undecided', timing, 1e15, 'closed'],
    ['with an unknown close', { opensAt: 1000, closesAt: null }, 1e15, 'open'],
    ['closed before it opened', { opensAt: 1000, closesAt: 900 }, 950, 'closed'],
    ['before the publication', decided(false, false), 2999, 'closed'],
    ['at the publication', decided(false, false), 3000, 'resolved'],
    ['at a provisional publication', decided(true, false), 3000, 'provisional'],
    ['just before it is final', decided(true, false), 4999, 'provisional'],
    ['when it is final', decided(true, false), 5000, 'resolved'],
    ['annulled', decided(false, true), 3000, 'annulled'],
    ['annulled provisionally', decided(true, true), 3000, 'annulled'],
    ['undecided again', { ...timing, resolution: null }, 1500, 'open'],
    [
      'decided with an unknown close',
      { opensAt: 0, closesAt: null, resolution: decided(false, false).resolution! },
      3000,
      'resolved',
    ],
  ] as const)('%s', (_, when, now, phase) => {
    expect(phaseOf(when, now)).toBe(phase);
  });

  it('accepts Dates and milliseconds', () => {
    const dates = { opensAt: new Date(1000), closesAt: new Date(2000) };
    expect(phaseOf(dates, new Date(1500))).toBe('open');
    expect(phaseOf(dates, 2000)).toBe('closed');
  });

  it('rejects invalid times', () => {
    expect(() => phaseOf(timing, NaN)).toThrow(RangeError);
    expect(() => phaseOf({ opensAt: new Date('never'), closesAt: null }, 0)).toThrow(RangeError);
    expect(() => phaseOf({ opensAt: 0, closesAt: NaN }, 0)).toThrow(RangeError);
  });
});

it.each([
  [null, null, null],
  ['2026-12-01T00:00:00.000Z', null, '2026-12-01T00:00:00.000Z'],
  [null, '2026-12-01T00:00:00.000Z', '2026-12-01T00:00:00.000Z'],
  ['2026-12-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z', '2026-12-01T00:00:00.000Z'],
  ['2027-01-01T00:00:00.000Z', '2026-12-01T00:00:00.000Z', '2026-12-01T00:00:00.000Z'],
])('forecasting with a close at %s that ends by %s ends at %s', (closesAt, endsBy, end) => {
  expect(endOfForecasting(closesAt, endsBy)).toBe(end);
});
