// Reading a forecast form: values, and validation errors beside what was typed.
import { describe, expect, test } from 'vitest';
import { fromPicks } from '#lib/domain/seats.ts';
import { percentNumber } from '#lib/format.ts';
import type { FieldErrors, Typed } from '../http/fields.ts';
import type { ValidationCode } from '../platform/validation-codes.ts';
import { readForecast, typedForecast } from './form.ts';
import {
  type Entry,
  FIELD,
  fileOf,
  formOf,
  ID,
  numberEntries,
  NUMBERS,
  numbers,
  picks,
  UUID,
} from './form.fixture.ts';

function errorsOf(typed: Typed): FieldErrors {
  return readForecast(typed, FIELD).errors ?? {};
}

/** A good form behind hundreds of other fields, and one more entry. */
function flooded(entry: Entry): Typed {
  const others = Array.from({ length: 500 }, (_, i): Entry => [`x${i}`, '1']);
  return formOf([...others, ...numberEntries(), entry]);
}

function picked(...chosen: Entry[1][]): Typed {
  return picks(
    chosen.map((slug): Entry => ['pick', slug]),
    ['pick'],
  );
}

const MISSING = { code: 'missing-percent' } as const;
const NO_CONFIDENCE = { code: 'missing-confidence' } as const;
const TWICE = { code: 'duplicate-option' } as const;
const UNKNOWN = { code: 'unknown-option' } as const;

/** One of each kind, as `permilleOf` has its own table; null where the field counts as empty. */
const BAD_PERCENTS: [what: string, typed: string, code: ValidationCode | null][] = [
  ['nothing', '', null],
  ['spaces', '  \t ', null],
  ['an exponent', '1e308', 'not-a-percent'],
  ['two decimals', '80.05', 'not-a-percent'],
  ['a NUL', '80\0', 'not-a-percent'],
  ['zero', '0', 'percent-out-of-range'],
  ['a hundred', '100.0', 'percent-out-of-range'],
  ['permille', '800', 'percent-out-of-range'],
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
    expect(readForecast(numbers(typed), FIELD).values).toMatchObject({ permille, requestId: ID });
  });

  test('reads percent into exact permille, each of them', () => {
    const yesOrNo = { options: ['yes', 'no'], seats: 1, isOfCompanies: false };
    for (let permille = 1; permille <= 999; permille++) {
      const [yes, no] = [percentNumber(permille), percentNumber(1000 - permille)];
      const typed = formOf(Object.entries({ requestId: ID, 'p.yes': yes, 'p.no': no }));
      expect(readForecast(typed, yesOrNo).values?.permille).toEqual([permille, 1000 - permille]);
    }
  });

  test.each(BAD_PERCENTS)('refuses %s beside the field, and keeps what was typed', (_, typed, code) => {
    const sent = numbers({ 'p.skt': typed, 'p.lg': '40.5' });
    expect(errorsOf(sent)).toEqual({ 'p.skt': { code: code ?? 'missing-percent' } });
    expect(typedForecast(sent, FIELD)).toMatchObject({
      mode: 'numbers',
      requestId: ID,
      percent: { skt: typed, upstage: '80', lg: '40.5' },
    });
  });

  test('names the error of every field at once', () => {
    const data = numbers({ 'p.skt': '', 'p.upstage': '0', 'p.lg': 'NaN', requestId: 'x' });
    expect(errorsOf(data)).toEqual({
      requestId: { code: 'bad-request-id' },
      'p.skt': { code: 'missing-percent' },
      'p.upstage': { code: 'percent-out-of-range' },
      'p.lg': { code: 'not-a-percent' },
    });
  });

  test.each([
    ['a tenth too much', '40.1', 2001],
    ['a tenth too little', '39.9', 1999],
    ['a whole seat too much', '99.9', 2599],
  ])('refuses %s, and says what the sum is and must be', (_, lg, got) => {
    const data = numbers({ 'p.lg': lg });
    expect(errorsOf(data)).toEqual({ sum: { code: 'wrong-sum', got, limit: 2000 } });
    expect(typedForecast(data, FIELD).percent).toEqual({ skt: '80', upstage: '80', lg });
  });

  test('refuses an empty form', () => {
    expect(errorsOf({})).toEqual({
      requestId: { code: 'bad-request-id' },
      'p.skt': MISSING,
      'p.upstage': MISSING,
      'p.lg': MISSING,
    });
  });

  test.each(['p.naver-cloud', 'p.', 'p.__proto__', 'p.SKT', 'p. skt', 'p.p.skt'])(
    'refuses the option %j, which the question does not have',
    (name) => {
      expect(errorsOf(numbers({}, [[name, '1']]))).toEqual({ form: UNKNOWN });
    },
  );

  test.each<[string, Typed, FieldErrors]>([
    ['an option that is left out', numbers({ 'p.lg': null }), { 'p.lg': MISSING }],
    ['a file in place of a number', numbers({ 'p.skt': fileOf('80') }), { 'p.skt': MISSING }],
    ['an option twice', numbers({}, [['p.skt', '80']]), { 'p.skt': TWICE }],
    ['an option twice, once empty', numbers({}, [['p.skt', '']]), { 'p.skt': TWICE }],
    ['an option twice, once a file', numbers({}, [['p.skt', fileOf('80')]]), { 'p.skt': TWICE }],
    ['a pick', numbers({}, [['pick', 'skt']]), { form: UNKNOWN }],
    ['a confidence', numbers({}, [['confidence', '80']]), { form: UNKNOWN }],
    ['two modes', numbers({ mode: 'numbers' }, [['mode', 'picks']]), { mode: TWICE }],
    ['an unknown option behind hundreds of fields', flooded(['p.naver-cloud', '1']), { form: UNKNOWN }],
    ['an option twice behind hundreds of fields', flooded(['p.skt', '80']), { 'p.skt': TWICE }],
    ['a second requestId behind hundreds of fields', flooded(['requestId', ID]), { requestId: TWICE }],
  ])('refuses %s', (_, typed, errors) => {
    expect(errorsOf(typed)).toEqual(errors);
  });

  test('returns only the beginning of a text that is longer than any number', () => {
    const sent = numbers({ 'p.skt': '9'.repeat(100_000) });
    expect(errorsOf(sent)).toEqual({ 'p.skt': { code: 'not-a-percent' } });
    expect(typedForecast(sent, FIELD).percent['skt']).toBe('9'.repeat(40));
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
    expect(readForecast(data, FIELD).values).toEqual({ permille, requestId: ID, mode: 'picks' });
  });

  test.each([
    ['no pick', [], 0],
    ['a pick too few', ['skt'], 1],
    ['a pick too many', ['skt', 'upstage', 'lg'], 3],
  ])('refuses %s, and keeps the others', (_, chosen, got) => {
    const data = picked(...chosen);
    expect(errorsOf(data)).toEqual({ pick: { code: 'wrong-pick-count', got, limit: 2 } });
    expect(typedForecast(data, FIELD)).toMatchObject({ picks: chosen, confidence: '80' });
  });

  test('refuses one company picked twice', () => {
    expect(errorsOf(picked('skt', 'skt'))).toEqual({ pick: TWICE });
    expect(typedForecast(picked('skt', 'skt'), FIELD).picks).toEqual(['skt']);
  });

  test.each(['naver-cloud', '', 'SKT', 'skt ', '__proto__', 'constructor', '0'])(
    'refuses the pick %j, which the question does not have',
    (slug) => {
      expect(errorsOf(picked('skt', slug))).toEqual({ pick: UNKNOWN });
    },
  );

  test.each<[string, Typed, FieldErrors]>([
    ['a file in place of a pick', picked('skt', fileOf('upstage')), { pick: UNKNOWN }],
    ['hundreds of picks', picked(...Array<string>(500).fill('skt')), { pick: TWICE }],
    ['no confidence', picks([], ['confidence']), { confidence: NO_CONFIDENCE }],
    ['a file as confidence', picks([['confidence', fileOf('80')]]), { confidence: NO_CONFIDENCE }],
    ['two confidences', picks([['confidence', '80']], []), { confidence: TWICE }],
    ['a number', picks([['p.skt', '80']]), { form: UNKNOWN }],
    [
      'a confidence below even odds, with its limit',
      picks([['confidence', '66.6']]),
      { confidence: { code: 'pick-below-even', got: 666, limit: 667 } },
    ],
  ])('refuses %s', (_, typed, errors) => {
    expect(errorsOf(typed)).toEqual(errors);
  });

  test.each(BAD_PERCENTS)('refuses a confidence of %s, and keeps what was typed', (_, typed, code) => {
    const sent = picks([['confidence', typed]]);
    expect(errorsOf(sent)).toEqual({ confidence: { code: code ?? 'missing-confidence' } });
    const kept = { mode: 'picks', picks: ['skt', 'upstage'], confidence: typed };
    expect(typedForecast(sent, FIELD)).toMatchObject(kept);
  });

  test('says in the words of the question what is wrong with its answer', () => {
    const oneOfThree = { options: ['yes', 'no', 'later'], seats: 1, isOfCompanies: false };
    const answer = (entries: Entry[]) => formOf([['mode', 'picks'], ['requestId', ID], ...entries]);
    expect(readForecast(answer([['confidence', '80']]), oneOfThree).errors).toEqual({
      pick: { code: 'one-answer' },
    });
    const low = answer([
      ['pick', 'yes'],
      ['confidence', '30'],
    ]);
    expect(readForecast(low, oneOfThree).errors).toEqual({
      confidence: { code: 'answer-below-even', got: 300, limit: 334 },
    });
  });

  test('lowers a confidence that would leave the others less than the least', () => {
    const options = Array.from({ length: 20 }, (_, i) => `o${i}`);
    const data = formOf([
      ['mode', 'picks'],
      ['requestId', ID],
      ['pick', 'o7'],
      ['confidence', '99.9'],
    ]);
    const { values } = readForecast(data, { options, seats: 1, isOfCompanies: false });
    expect(values?.permille).toEqual(fromPicks(20, 1, [7], 999));
  });
});

describe('the requestId of a form', () => {
  test.each([
    ['as it is', ID],
    ['in capitals', ID.toUpperCase()],
    ['with space around it', ` ${ID}\n`],
  ])('is read %s', (_, requestId) => {
    expect(readForecast(numbers({ requestId }), FIELD).values?.requestId).toBe(ID);
  });

  test.each(BAD_REQUEST_IDS)('is refused for %s, and a fresh one given', (_, requestId) => {
    const sent = numbers({ requestId });
    expect(errorsOf(sent)).toEqual({ requestId: { code: 'bad-request-id' } });
    const form = typedForecast(sent, FIELD);
    expect(form.requestId).toMatch(UUID);
    expect(form.requestId).not.toBe(ID);
    expect(form.percent).toEqual({ skt: '80', upstage: '80', lg: '40' });
  });

  test('is refused as a file and where it is given twice', () => {
    expect(errorsOf(numbers({ requestId: fileOf(ID) }))).toEqual({ requestId: { code: 'bad-request-id' } });
    expect(errorsOf(numbers({}, [['requestId', ID]]))).toEqual({ requestId: { code: 'duplicate-option' } });
  });
});
