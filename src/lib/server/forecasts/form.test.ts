// What is read of a forecast form, and what is said of one that does not fit.
import { describe, expect, test } from 'vitest';
import { fromPicks } from '#lib/domain/seats.ts';
import { percentNumber } from '#lib/format.ts';
import type { Fault, FaultCode } from '#lib/types/forecast-form.ts';
import { parseForecastForm, parsePercent } from './form.ts';
import { type Entry, FIELD, ID, UUID, NUMBERS, formOf, numbers, picks, fileOf } from './form.fixture.ts';

function faultsOf(data: FormData, field = FIELD): Fault[] {
  const parsed = parseForecastForm(data, field);
  expect(parsed.ok).toBe(parsed.form.faults.length === 0);
  return parsed.form.faults;
}

function flood(count: number): Entry[] {
  return Array.from({ length: count }, (_, i): Entry => [`x${i}`, '1']);
}

const BAD_PERCENTS: [what: string, typed: string, code: FaultCode][] = [
  ['nothing', '', 'missing'],
  ['spaces', '  \t ', 'missing'],
  ['NaN', 'NaN', 'not-a-number'],
  ['Infinity', 'Infinity', 'not-a-number'],
  ['negative infinity', '-Infinity', 'not-a-number'],
  ['1e308', '1e308', 'not-a-number'],
  ['an exponent', '8e1', 'not-a-number'],
  ['a hexadecimal number', '0x50', 'not-a-number'],
  ['an octal number', '0o120', 'not-a-number'],
  ['a binary number', '0b1010000', 'not-a-number'],
  ['full-width digits', '８０', 'not-a-number'],
  ['one full-width digit', '8０', 'not-a-number'],
  ['Arabic digits', '٨٠', 'not-a-number'],
  ['a fraction sign', '½', 'not-a-number'],
  ['two decimals', '80.05', 'not-a-number'],
  ['two decimals that are zero', '80.00', 'not-a-number'],
  ['many decimals', '79.99999999999999', 'not-a-number'],
  ['two points', '8.0.1', 'not-a-number'],
  ['a point without a decimal', '80.', 'not-a-number'],
  ['a decimal alone', '.8', 'not-a-number'],
  ['a decimal comma', '80,5', 'not-a-number'],
  ['a plus sign', '+80', 'not-a-number'],
  ['a negative number', '-80', 'not-a-number'],
  ['a typographic minus', '−80', 'not-a-number'],
  ['minus zero', '-0', 'not-a-number'],
  ['a percent sign', '80%', 'not-a-number'],
  ['a space inside', '8 0', 'not-a-number'],
  ['a line inside', '80\n80', 'not-a-number'],
  ['a NUL', '80\0', 'not-a-number'],
  ['a separator', '8_0', 'not-a-number'],
  ['four digits', '1000', 'not-a-number'],
  ['null', 'null', 'not-a-number'],
  ['an array', '[80]', 'not-a-number'],
  ['SQL', "80'; drop table forecast --", 'not-a-number'],
  ['zero', '0', 'out-of-range'],
  ['zero with a decimal', '0.0', 'out-of-range'],
  ['a hundred', '100', 'out-of-range'],
  ['a hundred with a decimal', '100.0', 'out-of-range'],
  ['more than a hundred', '100.1', 'out-of-range'],
  ['permille', '800', 'out-of-range'],
];

const BAD_REQUEST_IDS: [what: string, id: string][] = [
  ['nothing', ''],
  ['a word', 'once'],
  ['no hyphens', ID.replaceAll('-', '')],
  ['braces', `{${ID}}`],
  ['a URN', `urn:uuid:${ID}`],
  ['a digit too many', `${ID}0`],
  ['a digit too few', ID.slice(0, -1)],
  ['a letter beyond f', ID.replace('f', 'g')],
  ['full-width digits', ID.replace('0', '０')],
  ['hyphens elsewhere', '0b8f0f6e5-3a1-4b0c-9a6e-0d9f3c1c7a11'],
  ['two ids', `${ID} ${ID}`],
  ['a NUL', `${ID}\0`],
];

describe('a form by numbers', () => {
  test.each<[Record<string, string>, number[]]>([
    [NUMBERS, [800, 800, 400]],
    [{ 'p.skt': '99.9', 'p.upstage': '99.9', 'p.lg': '0.2' }, [999, 999, 2]],
    [{ 'p.skt': '66.7', 'p.upstage': '66.7', 'p.lg': '66.6' }, [667, 667, 666]],
    [{ 'p.skt': ' 80 ', 'p.upstage': '080', 'p.lg': '40.0\n' }, [800, 800, 400]],
  ])('is %j in permille', (typed, permille) => {
    expect(parseForecastForm(numbers(typed), FIELD)).toMatchObject({ ok: true, permille, requestId: ID });
  });

  test('reads percent into exact permille, each of them', () => {
    for (let permille = 1; permille <= 999; permille++) {
      expect(parsePercent(percentNumber(permille))).toBe(permille);
    }
  });

  test.each(BAD_PERCENTS)('refuses %s beside the field, and keeps what was typed', (_, typed, code) => {
    const { ok, form } = parseForecastForm(numbers({ 'p.skt': typed, 'p.lg': '40.5' }), FIELD);
    expect(ok).toBe(false);
    expect(form).toMatchObject({
      mode: 'numbers',
      requestId: ID,
      percent: { skt: typed, upstage: '80', lg: '40.5' },
      faults: [{ field: 'p.skt', code }],
    });
  });

  test('names the fault of every field at once', () => {
    const data = numbers({ 'p.skt': '', 'p.upstage': '0', 'p.lg': 'NaN', requestId: 'x' });
    expect(faultsOf(data)).toEqual([
      { field: 'requestId', code: 'bad-request-id' },
      { field: 'p.skt', code: 'missing' },
      { field: 'p.upstage', code: 'out-of-range' },
      { field: 'p.lg', code: 'not-a-number' },
    ]);
  });

  test.each([
    ['a tenth too much', '40.1', 2001],
    ['a tenth too little', '39.9', 1999],
    ['a whole seat too much', '99.9', 2599],
  ])('refuses %s, and says what the sum is and must be', (_, lg, got) => {
    const data = numbers({ 'p.lg': lg });
    expect(faultsOf(data)).toEqual([{ field: 'sum', code: 'wrong-sum', got, limit: 2000 }]);
    expect(parseForecastForm(data, FIELD).form.percent).toEqual({ skt: '80', upstage: '80', lg });
  });

  test('refuses an option that is left out', () => {
    expect(faultsOf(numbers({ 'p.lg': null }))).toEqual([{ field: 'p.lg', code: 'missing' }]);
  });

  test('refuses an empty form', () => {
    expect(faultsOf(new FormData())).toEqual([
      { field: 'requestId', code: 'bad-request-id' },
      { field: 'p.skt', code: 'missing' },
      { field: 'p.upstage', code: 'missing' },
      { field: 'p.lg', code: 'missing' },
    ]);
  });

  test.each(['p.naver-cloud', 'p.', 'p.__proto__', 'p.SKT', 'p. skt', 'p.p.skt'])(
    'refuses the option %j, which the question does not have',
    (name) => {
      expect(faultsOf(numbers({}, [[name, '1']]))).toEqual([{ field: 'sum', code: 'unknown-option' }]);
    },
  );

  test.each([
    ['the same number', '80'],
    ['another number', '20'],
    ['nothing', ''],
    ['a file', fileOf('80')],
  ])('refuses an option that is given twice, the second time with %s', (_, value) => {
    expect(faultsOf(numbers({}, [['p.skt', value]]))).toEqual([{ field: 'p.skt', code: 'duplicate' }]);
  });

  test.each<Entry>([
    ['pick', 'skt'],
    ['confidence', '80'],
  ])('refuses a %s, which belongs to the other way', (name, value) => {
    expect(faultsOf(numbers({}, [[name, value]]))).toEqual([{ field: 'sum', code: 'unknown-option' }]);
  });

  test('refuses a file in place of a number', () => {
    expect(faultsOf(numbers({ 'p.skt': fileOf('80') }))).toEqual([{ field: 'p.skt', code: 'missing' }]);
  });

  test.each([
    ['an unknown option', ['p.naver-cloud', '1'], { field: 'sum', code: 'unknown-option' }],
    ['an option given twice', ['p.skt', '80'], { field: 'p.skt', code: 'duplicate' }],
    ['a second requestId', ['requestId', ID], { field: 'requestId', code: 'duplicate' }],
  ] as [string, Entry, Fault][])('finds %s behind hundreds of other fields', (_, entry, fault) => {
    const data = formOf([...flood(500), ...numbers().entries(), entry]);
    expect(faultsOf(data)).toEqual([fault]);
  });

  test('is read once, however many fields there are', () => {
    const data = formOf([...flood(50_000), ...flood(50_000), ...numbers().entries()]);
    const start = performance.now();
    expect(faultsOf(data)).not.toEqual([]);
    expect(performance.now() - start).toBeLessThan(3000);
  });

  test('gives back the beginning alone of what no number is as long as', () => {
    const { form } = parseForecastForm(numbers({ 'p.skt': '9'.repeat(100_000) }), FIELD);
    expect(form.faults).toEqual([{ field: 'p.skt', code: 'not-a-number' }]);
    expect(form.percent['skt']).toBe('9'.repeat(40));
  });
});

describe('a form by picks', () => {
  test.each([
    [['skt', 'upstage'], '80', [800, 800, 400]],
    [['upstage', 'skt'], '80', [800, 800, 400]],
    [['lg', 'skt'], '95', [950, 100, 950]],
    [['skt', 'lg'], '66.7', [667, 666, 667]],
    [['skt', 'lg'], '99.9', [999, 2, 999]],
  ])('is %j at %s %%, and the others share the rest', (chosen, confidence, permille) => {
    const data = picks([...chosen.map((slug): Entry => ['pick', slug]), ['confidence', confidence]]);
    expect(parseForecastForm(data, FIELD)).toMatchObject({ ok: true, permille, requestId: ID });
  });

  test.each([
    ['no pick', [], 0],
    ['a pick too few', ['skt'], 1],
    ['a pick too many', ['skt', 'upstage', 'lg'], 3],
  ])('refuses %s, and keeps the others', (_, chosen, got) => {
    const data = picks(
      chosen.map((slug): Entry => ['pick', slug]),
      ['pick'],
    );
    expect(faultsOf(data)).toEqual([{ field: 'pick', code: 'wrong-count', got, limit: 2 }]);
    expect(parseForecastForm(data, FIELD).form).toMatchObject({ picks: chosen, confidence: '80' });
  });

  test('refuses one company picked twice', () => {
    const data = picks([
      ['pick', 'skt'],
      ['pick', 'skt'],
    ]);
    expect(faultsOf(data)).toEqual([{ field: 'pick', code: 'duplicate' }]);
    expect(parseForecastForm(data, FIELD).form.picks).toEqual(['skt']);
  });

  test.each(['naver-cloud', '', 'SKT', 'skt ', '__proto__', 'constructor', '0'])(
    'refuses the pick %j, which the question does not have',
    (slug) => {
      const data = picks([
        ['pick', 'skt'],
        ['pick', slug],
      ]);
      expect(faultsOf(data)).toEqual([{ field: 'pick', code: 'unknown-option' }]);
    },
  );

  test('refuses a file in place of a pick', () => {
    const data = picks([
      ['pick', 'skt'],
      ['pick', fileOf('upstage')],
    ]);
    expect(faultsOf(data)).toEqual([{ field: 'pick', code: 'unknown-option' }]);
  });

  test.each(BAD_PERCENTS)('refuses a confidence of %s, and keeps what was typed', (_, typed, code) => {
    const { form } = parseForecastForm(picks([['confidence', typed]]), FIELD);
    expect(form).toMatchObject({
      mode: 'picks',
      picks: ['skt', 'upstage'],
      confidence: typed,
      faults: [{ field: 'confidence', code }],
    });
  });

  test('refuses a missing confidence, a file and a second one', () => {
    expect(faultsOf(picks([], ['confidence']))).toEqual([{ field: 'confidence', code: 'missing' }]);
    expect(faultsOf(picks([['confidence', fileOf('80')]]))).toEqual([
      { field: 'confidence', code: 'missing' },
    ]);
    expect(faultsOf(picks([['confidence', '80']], []))).toEqual([{ field: 'confidence', code: 'duplicate' }]);
  });

  test('refuses a confidence below even odds, and says where they are', () => {
    expect(faultsOf(picks([['confidence', '66.6']]))).toEqual([
      { field: 'confidence', code: 'confidence-below-even', got: 666, limit: 667 },
    ]);
  });

  test('refuses numbers, which belong to the other way', () => {
    expect(faultsOf(picks([['p.skt', '80']]))).toEqual([{ field: 'sum', code: 'unknown-option' }]);
  });

  test('refuses hundreds of picks', () => {
    const many = Array.from({ length: 500 }, (): Entry => ['pick', 'skt']);
    expect(faultsOf(picks(many))).toContainEqual({ field: 'pick', code: 'wrong-count', got: 500, limit: 2 });
  });

  test('lowers a confidence that would leave the others less than the least', () => {
    const options = Array.from({ length: 20 }, (_, i) => `o${i}`);
    const data = formOf([
      ['mode', 'picks'],
      ['requestId', ID],
      ['pick', 'o7'],
      ['confidence', '99.9'],
    ]);
    const parsed = parseForecastForm(data, { options, seats: 1 });
    expect(parsed).toMatchObject({ ok: true, permille: fromPicks(20, 1, [7], 999) });
  });
});

describe('the requestId of a form', () => {
  test.each([
    ['as it is', ID],
    ['in capitals', ID.toUpperCase()],
    ['with space around it', ` ${ID}\n`],
  ])('is read %s', (_, requestId) => {
    expect(parseForecastForm(numbers({ requestId }), FIELD)).toMatchObject({ ok: true, requestId: ID });
  });

  test.each(BAD_REQUEST_IDS)('is refused for %s, and a fresh one given', (_, requestId) => {
    const { ok, form } = parseForecastForm(numbers({ requestId }), FIELD);
    expect(ok).toBe(false);
    expect(form.faults).toEqual([{ field: 'requestId', code: 'bad-request-id' }]);
    expect(form.requestId).toMatch(UUID);
    expect(form.requestId).not.toBe(ID);
    expect(form.percent).toEqual({ skt: '80', upstage: '80', lg: '40' });
  });

  test('is refused as a file and where it is given twice', () => {
    expect(faultsOf(numbers({ requestId: fileOf(ID) }))).toEqual([
      { field: 'requestId', code: 'bad-request-id' },
    ]);
    expect(faultsOf(numbers({}, [['requestId', ID]]))).toEqual([{ field: 'requestId', code: 'duplicate' }]);
  });
});
