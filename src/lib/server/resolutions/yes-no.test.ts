import { expect, test } from 'vitest';
import { withOutcomes } from './yes-no.ts';

const YES_NO = [{ slug: 'yes' }, { slug: 'no' }];

test.each([
  ['yes', 'yes', 'no'],
  ['no', 'no', 'yes'],
])('the answer %s of a yes/no question is the outcome of both its options', (answer, yes, no) => {
  const typed = withOutcomes({ answer: [answer], note: ['x'] }, YES_NO);
  expect(typed).toEqual({ note: ['x'], 'outcome.yes': [yes], 'outcome.no': [no] });
});

test('without an answer, or with another one, nothing is said of the options', () => {
  expect(withOutcomes({ note: ['x'] }, YES_NO)).toEqual({ note: ['x'] });
  expect(withOutcomes({ answer: ['perhaps'] }, YES_NO)).toEqual({});
});

test('programs may send the outcomes themselves, and other questions have no single answer', () => {
  const outcomes = { 'outcome.yes': ['yes'], 'outcome.no': ['no'] };
  expect(withOutcomes(outcomes, YES_NO)).toEqual(outcomes);
  expect(withOutcomes({ answer: ['lg'] }, [{ slug: 'lg' }, { slug: 'skt' }])).toEqual({});
});
