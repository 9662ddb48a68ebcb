// Balancing a form, and whatever else may be sent.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { balance, isForecast } from '#lib/domain/seats.ts';
import { percentNumber } from '#lib/format.ts';
import { balanceForecastForm, parseForecastForm, parsePercent } from './form.ts';
import { FIELD, ID, UUID, PICKS, formOf, numbers, fileOf } from './form.fixture.ts';

describe('balancing a form', () => {
  test.each([
    ['too much', ['90', '80', '70'], [900, 800, 700]],
    ['too little', ['30', '20', '10'], [300, 200, 100]],
    ['a tenth too much', ['80', '80', '40.1'], [800, 800, 401]],
    ['all the most', ['99.9', '99.9', '99.9'], [999, 999, 999]],
    ['all the least', ['0.1', '0.1', '0.1'], [1, 1, 1]],
  ])('moves %s to the nearest sum that holds', (_, [skt, upstage, lg], typed) => {
    const data = numbers({ 'p.skt': skt!, 'p.upstage': upstage!, 'p.lg': lg! });
    const permille = balance(typed, 2);
    expect(balanceForecastForm(data, FIELD)).toMatchObject({
      ok: true,
      permille,
      requestId: ID,
      form: {
        balanced: true,
        faults: [],
        percent: {
          skt: percentNumber(permille[0]!),
          upstage: percentNumber(permille[1]!),
          lg: percentNumber(permille[2]!),
        },
      },
    });
  });

  test('leaves a sum that holds alone', () => {
    expect(balanceForecastForm(numbers(), FIELD)).toMatchObject({
      ok: true,
      permille: [800, 800, 400],
      form: { balanced: false, percent: { skt: '80', upstage: '80', lg: '40' } },
    });
  });

  test.each([
    ['a field is empty', { 'p.lg': '' }],
    ['a field is no number', { 'p.lg': '1e308' }],
    ['a field is a hundred', { 'p.lg': '100' }],
    ['the requestId is broken', { 'p.lg': '50', requestId: 'x' }],
  ])('changes nothing where %s', (_, changed) => {
    const { ok, form } = balanceForecastForm(numbers(changed), FIELD);
    expect(ok).toBe(false);
    expect(form.balanced).toBe(false);
    expect(form.percent).toEqual({ skt: '80', upstage: '80', lg: changed['p.lg'] });
  });

  test('changes nothing where an option is unknown or given twice', () => {
    expect(balanceForecastForm(numbers({ 'p.lg': '50' }, [['p.x', '1']]), FIELD).ok).toBe(false);
    expect(balanceForecastForm(numbers({ 'p.lg': '50' }, [['p.lg', '60']]), FIELD).ok).toBe(false);
  });

  test('has nothing to do for picks', () => {
    expect(balanceForecastForm(formOf(PICKS), FIELD)).toEqual(parseForecastForm(formOf(PICKS), FIELD));
  });
});

describe('whatever is sent', () => {
  const names = fc.constantFrom(
    'mode',
    'requestId',
    'pick',
    'confidence',
    'p.skt',
    'p.upstage',
    'p.lg',
    'p.x',
    'next',
  );
  const values = fc.oneof(
    fc.constantFrom('picks', 'numbers', ID, 'skt', 'upstage', 'lg', '80', '40', '66.7', '100', ''),
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.double().map(String),
    fc.constant(fileOf('80')),
  );

  test('is either refused with a reason or a forecast on the question', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(names, values), { maxLength: 12 }), (entries) => {
        for (const parse of [parseForecastForm, balanceForecastForm]) {
          const parsed = parse(formOf(entries), FIELD);
          expect(parsed.form.requestId).toMatch(UUID);
          if (parsed.ok) expect(isForecast(parsed.permille, 3, 2)).toBe(true);
          else expect(parsed.form.faults.length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('is a number only as it is printed', () => {
    const printed = fc.stringMatching(/^[0-9.,eExX+\-０-９ ]{1,6}$/);
    fc.assert(
      fc.property(fc.oneof(printed, fc.string({ unit: 'binary' })), (typed) => {
        const read = parsePercent(typed);
        if (typeof read === 'number') expect(Number(typed)).toBeCloseTo(read / 10, 9);
      }),
      { numRuns: 2000 },
    );
  });
});
