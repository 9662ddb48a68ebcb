// Balancing a form, and arbitrary input.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { balance, isForecast } from '#lib/domain/seats.ts';
import { percentNumber } from '#lib/format.ts';
import { readBalanced, readForecast, typedForecast } from './form.ts';
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
    expect(readBalanced(data, FIELD).values).toMatchObject({
      balanced: true,
      requestId: ID,
      percent: {
        skt: percentNumber(permille[0]!),
        upstage: percentNumber(permille[1]!),
        lg: percentNumber(permille[2]!),
      },
    });
  });

  test('changes nothing where the sum is right', () => {
    expect(readBalanced(numbers({ 'p.skt': '80.0' }), FIELD).values).toMatchObject({
      balanced: false,
      percent: { skt: '80.0', upstage: '80', lg: '40' },
    });
  });

  test.each([
    ['a field is empty', { 'p.lg': '' }],
    ['a field is no number', { 'p.lg': '1e308' }],
    ['a field is a hundred', { 'p.lg': '100' }],
    ['the requestId is broken', { 'p.lg': '50', requestId: 'x' }],
  ])('changes nothing where %s', (_, changed) => {
    const typed = numbers(changed);
    expect(readBalanced(typed, FIELD).values).toBeNull();
    expect(typedForecast(typed, FIELD).percent).toEqual({ skt: '80', upstage: '80', lg: changed['p.lg'] });
  });

  test('changes nothing where an option is unknown or given twice', () => {
    expect(readBalanced(numbers({ 'p.lg': '50' }, [['p.x', '1']]), FIELD).values).toBeNull();
    expect(readBalanced(numbers({ 'p.lg': '50' }, [['p.lg', '60']]), FIELD).values).toBeNull();
  });

  test('has nothing to do for picks', () => {
    expect(readBalanced(formOf(PICKS), FIELD).values).toEqual(typedForecast(formOf(PICKS), FIELD));
  });
});

describe('arbitrary input', () => {
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
        const typed = formOf(entries);
        expect(typedForecast(typed, FIELD).requestId).toMatch(UUID);
        const { values, errors } = readForecast(typed, FIELD);
        if (values) expect(isForecast(values.permille, 3, 2)).toBe(true);
        else expect(errors).not.toEqual({});
        expect(readBalanced(typed, FIELD).errors).not.toEqual({});
      }),
      { numRuns: 2000 },
    );
  });
});
