// Parsing the resolve form: field by field, without losing input, accepting only complete decisions.
import { describe, expect, test } from 'vitest';
import {
  errorsOf,
  GOOD,
  NOW,
  QUESTION,
  read,
  readAs,
  type Typed,
  typedOf,
  URL,
  without,
} from './form.fixture.ts';
import { readAnnulment } from './form.ts';

test('a complete result is parsed', () => {
  const at = new Date('2027-02-10T06:00:00Z');
  expect(read(GOOD)).toEqual({
    errors: {},
    parsed: {
      decision: {
        result: { outcome: [true, true, false], knownAt: at },
        evidence: [{ url: URL, publishedAt: at }],
        note: '',
      },
      expectedVersion: 0,
    },
  });
});

test('answers go by the option they name, not by their order in the form', () => {
  const { 'outcome.skt': skt, ...rest } = GOOD;
  const typed = { ...rest, 'outcome.lg': 'yes', 'outcome.upstage': 'no', 'outcome.skt': skt! };
  expect(read(typed).parsed?.decision.result?.outcome).toEqual([true, false, true]);
});

test('any number of options may have come true', () => {
  const none = { 'outcome.skt': 'no', 'outcome.upstage': 'no', 'outcome.lg': 'no' };
  expect(read({ ...GOOD, ...none }).parsed?.decision.result?.outcome).toEqual([false, false, false]);
});

describe('a time', () => {
  test.each([
    ['2027-02-10T15:00', '2027-02-10T06:00:00.000Z'],
    ['  2027-02-10T15:00  ', '2027-02-10T06:00:00.000Z'],
    ['2027-02-10T15:00-05:00', '2027-02-10T20:00:00.000Z'],
  ])('%s is %s: Korean without an offset', (text, instant) => {
    const { parsed } = read({ ...GOOD, knownAt: text, evidenceAt: text });
    expect(parsed?.decision.result?.knownAt.toISOString()).toBe(instant);
    expect(parsed?.decision.evidence[0]?.publishedAt.toISOString()).toBe(instant);
  });

  test.each(['yesterday', '2027-02-10', '2027-02-10T15:00\u200b', '오후 3시'])('%s is none', (text) => {
    expect(errorsOf({ knownAt: text })).toEqual({ knownAt: 'not-an-instant' });
    expect(errorsOf({ evidenceAt: text }).evidenceAt).toBe('not-an-instant');
  });

  test('in the future or before the opening is rejected, the current time is accepted', () => {
    expect(errorsOf({ knownAt: '2027-02-11T09:00:01' })).toEqual({ knownAt: 'in-the-future' });
    expect(errorsOf({ knownAt: '2026-09-01T08:59:59' })).toEqual({ knownAt: 'before-opening' });
    expect(read({ ...GOOD, knownAt: '2026-09-01T09:00' }).errors).toEqual({});
    expect(read({ ...GOOD, knownAt: '2027-02-11T09:00' }).errors).toEqual({});
    expect(errorsOf({ evidenceAt: '2027-02-11T09:00:01' }).evidenceAt).toBe('in-the-future');
    expect(read({ ...GOOD, evidenceAt: '2027-02-11T09:00' }).errors).toEqual({});
  });

  test('that is missing is an error of its field', () => {
    expect(errorsOf({ knownAt: '' })).toEqual({ knownAt: 'missing' });
    expect(read(without('knownAt'))).toEqual({ parsed: null, errors: { knownAt: 'missing' } });
  });
});

describe('answers', () => {
  test.each(['', ' \0 ', 'maybe', 'YES', 'ｙｅｓ', '__proto__'])('“%s” is neither yes nor no', (text) => {
    expect(errorsOf({ 'outcome.upstage': text })).toEqual({ 'outcome.upstage': 'yes-or-no' });
  });

  test('that are missing are errors of their fields', () => {
    expect(read(without('outcome.lg')).errors).toEqual({ 'outcome.lg': 'yes-or-no' });
  });

  test('for unknown options are ignored', () => {
    const { parsed } = read({ ...GOOD, 'outcome.motif': 'yes' });
    expect(parsed?.decision.result?.outcome).toEqual([true, true, false]);
  });
});

describe('the expected version', () => {
  test.each([
    ['', 'missing'],
    ['-1', 'not-a-number'],
    ['1.5', 'not-a-number'],
    ['1e3', 'not-a-number'],
    ['１', 'not-a-number'],
    ['99999999999999999999', 'not-a-number'],
    ['100001', 'out-of-range'],
  ])('“%s” is %s', (text, error) => {
    expect(errorsOf({ expectedVersion: text, note: '정정' })).toEqual({ expectedVersion: error });
  });
});

describe('a yes/no question', () => {
  const options = ['yes', 'no'].map((slug) => ({ slug, company: null, label: { ko: slug, en: slug } }));
  const rest = Object.fromEntries(Object.entries(GOOD).filter(([name]) => !name.startsWith('outcome.')));
  const readYesNo = (typed: Typed) => read({ ...rest, ...typed }, { ...QUESTION, options });
  const outcomeOf = (typed: Typed) => readYesNo(typed).parsed?.decision.result?.outcome;

  test('is answered once, or by the outcomes of its options', () => {
    expect(outcomeOf({ answer: 'yes' })).toEqual([true, false]);
    expect(outcomeOf({ answer: 'no' })).toEqual([false, true]);
    expect(outcomeOf({ 'outcome.yes': 'no', 'outcome.no': 'yes' })).toEqual([false, true]);
  });

  test('without an answer, or with another one, says so', () => {
    expect(readYesNo({}).errors).toEqual({ answer: 'yes-or-no' });
    expect(readYesNo({ answer: 'perhaps' }).errors).toEqual({ answer: 'yes-or-no' });
    expect(readYesNo({ 'outcome.yes': 'yes' }).errors).toEqual({ 'outcome.no': 'yes-or-no' });
  });

  test('is the only one that has a single answer', () => {
    expect(read({ ...rest, answer: 'skt' }).errors).toMatchObject({ 'outcome.skt': 'yes-or-no' });
  });
});

test('an empty form names every missing field', () => {
  expect(read({}).errors).toEqual({
    'outcome.skt': 'yes-or-no',
    'outcome.upstage': 'yes-or-no',
    'outcome.lg': 'yes-or-no',
    knownAt: 'missing',
    evidenceUrl: 'missing',
    expectedVersion: 'missing',
  });
});

test('all typed values are returned unchanged', () => {
  const typed = {
    'outcome.skt': ['maybe'],
    'outcome.upstage': [''],
    knownAt: [' 오후 3시 '],
    evidenceUrl: ['http://a.b', '', 'https://'],
    evidenceAt: ['yesterday', '2027-02-10T15:00', ''],
    note: ['한 곳\n“정정” <b>'.repeat(400)],
    expectedVersion: ['NaN'],
    stray: ['x'],
  };
  expect(typedOf(typed)).toEqual(typed);
});

describe('an annulment', () => {
  const annul = (typed: Typed) => readAs((form) => readAnnulment(form, NOW), typed);

  test('requires a reason and the version, but no evidence', () => {
    expect(annul({ note: '사업이 바뀌었어요', expectedVersion: '0' })).toEqual({
      errors: {},
      parsed: { decision: { result: null, evidence: [], note: '사업이 바뀌었어요' }, expectedVersion: 0 },
    });
    expect(annul({ note: '', expectedVersion: '' })).toEqual({
      parsed: null,
      errors: { note: 'reason-missing', expectedVersion: 'missing' },
    });
  });

  test('ignores answers and parses optional evidence', () => {
    const { parsed } = annul({ ...GOOD, note: '사업이 바뀌었어요' });
    expect(parsed?.decision.result).toBeNull();
    expect(parsed?.decision.evidence).toHaveLength(1);
    const wrong = { ...GOOD, note: '사업이 바뀌었어요', evidenceUrl: 'http://a.b', evidenceAt: '' };
    expect(annul(wrong).errors).toEqual({ evidenceUrl: 'not-https', evidenceAt: 'missing' });
  });
});
