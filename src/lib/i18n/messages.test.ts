// Every message in both languages, each in its own.
import { expect, test } from 'vitest';
import en from './messages/en.json' with { type: 'json' };
import ko from './messages/ko.json' with { type: 'json' };
import { sourcesIn } from './sources.fixture.ts';

const messages = Object.keys(ko) as (keyof typeof ko)[];
const HANGUL = /\p{Script=Hangul}/u;

/** Nothing but numbers and names that are put in. */
const SAME_IN_BOTH = ['result_history_changed_to', 'share_picture_alt', 'whatif_choice'];
/** Likewise, or signs. `join_terms_before` is empty: Korean begins with the link. */
const WITHOUT_KOREAN = [
  'since_down',
  'since_up',
  'week_points',
  ...SAME_IN_BOTH,
  'earnings_from_to',
  'join_terms_before',
  'picture_axis_result',
  'score_line',
];
/** “Both” says in English how many picks there are. */
const OTHER_PLACES = ['beside_all_in'];
/** A sum in percent, read “퍼센트”, and places and points that are followed by no particle that changes. */
const KNOWN_SOUND: Record<string, readonly string[]> = {
  beside_not_number: ['percent'],
  form_error_wrong_sum: ['got', 'limit'],
  form_balanced: ['limit'],
  form_numbers_hint: ['limit'],
  whatif_my_ranks: ['ranks'], // ends in “위”
  whatif_my_ranks_none: ['ranks'], // ends in “없음”
};

const placesOf = (text: string) =>
  [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name))].sort();

test('both languages have the same messages, in order', () => {
  expect(Object.keys(en)).toEqual(messages);
  expect(messages).toEqual([...messages].sort());
});

test('what is put into a message is the same in both languages', () => {
  const other = messages.filter((key) => placesOf(ko[key]).join() !== placesOf(en[key]).join());
  expect(other).toEqual(OTHER_PLACES);
});

test('no message is the same text in both languages', () => {
  expect(messages.filter((key) => ko[key] === en[key])).toEqual(SAME_IN_BOTH);
});

test('Korean messages are Korean and English ones are not', () => {
  expect(messages.filter((key) => !HANGUL.test(ko[key])).sort()).toEqual([...WITHOUT_KOREAN].sort());
  expect(messages.filter((key) => HANGUL.test(en[key]))).toEqual([]);
});

test('every message is used', () => {
  const code = sourcesIn('src', ['.svelte', '.ts'])
    .map(({ text }) => text)
    .join('\n');
  const used = new Set([...code.matchAll(/\bm\.(\w+)/g)].map(([, key]) => key));
  expect(messages.filter((key) => !used.has(key))).toEqual([]);
});

test('there are no exclamation marks, no straight apostrophes and no stray spaces', () => {
  const texts = [...Object.entries(ko), ...Object.entries(en)];
  expect(texts.filter(([, text]) => /[!'"]|\s{2}/.test(text))).toEqual([]);
});

test('Korean is friendly, not formal', () => {
  expect(Object.entries(ko).filter(([, text]) => /(?:니다|시오|니까)(?:[.?]|$)/.test(text))).toEqual([]);
});

test('a particle that changes with the word before it is put in with the word', () => {
  const fixed = Object.entries(ko).flatMap(([key, text]) =>
    [...text.matchAll(/\{(\w+)\}(?:은|는|이|가|을|를|과|와|으로|로|예요|이에요)(?!\p{L})/gu)]
      .filter(([, name]) => !KNOWN_SOUND[key]?.includes(name ?? ''))
      .map(([part]) => [key, part]),
  );
  expect(fixed).toEqual([]);
});
