// No words in markup: neither text nor what is read aloud or shown in a field. All of it comes from messages, except on
// the admin pages, which are Korean only.
import { parse } from 'svelte/compiler';
import { expect, test } from 'vitest';
import { KOREAN_ONLY, sourcesIn } from './sources.fixture.ts';

/** Attributes that are shown or read aloud. */
const SPOKEN = [
  'alt',
  'aria-description',
  'aria-label',
  'aria-roledescription',
  'aria-valuetext',
  'label',
  'placeholder',
  'title',
];
const WORD = /\p{L}{2}/u;
const POSITIONS = ['loc', 'name_loc'];

type Node = Record<string, unknown>;
/** Where a node stands: text of the page, an attribute that is spoken, or what nobody reads. */
type Place = 'text' | 'spoken' | 'unread';

/** Words in a component's markup, outside messages. */
function wordsIn(source: string): string[] {
  const words: string[] = [];
  const walk = (node: unknown, place: Place): void => {
    if (Array.isArray(node)) return node.forEach((each) => walk(each, place));
    if (typeof node !== 'object' || node === null) return;
    const { type, name } = node as Node;
    if (place !== 'unread') words.push(...saidBy(node as Node, place));
    const inside = type === 'Attribute' ? (SPOKEN.includes(String(name)) ? 'spoken' : 'unread') : place;
    for (const [key, child] of Object.entries(node)) if (!POSITIONS.includes(key)) walk(child, inside);
  };
  walk(parse(source, { modern: true }).fragment, 'text');
  return words;
}

function saidBy({ type, data, value }: Node, place: Place): string[] {
  if (type === 'Text') return WORD.test(String(data)) ? [String(data).trim()] : [];
  const text = type === 'TemplateElement' ? (value as { cooked: string }).cooked : value;
  if ((type !== 'TemplateElement' && type !== 'Literal') || typeof text !== 'string') return [];
  // A word alone in code may be a key of something; two are a sentence.
  const isSentence = / /.test(text.trim()) || (place === 'spoken' && type === 'TemplateElement');
  return WORD.test(text) && isSentence ? [text.trim()] : [];
}

test.each([
  ['<p>Hello there</p>', ['Hello there']],
  ['<p>저자</p>', ['저자']],
  ['<button aria-label="Close">×</button>', ['Close']],
  ['<img alt={`a picture of ${name}`} />', ['a picture of']],
  ['<p>{isNew ? "brand new" : m.old()}</p>', ['brand new']],
  ['<p class="soft">{m.a({ b })} · <b>{"·"}</b></p>', []],
  ['{#if kind === "open"}<input name="picks" value="yes" />{/if}', []],
])('%s has these words: %j', (source, words) => {
  expect(wordsIn(source)).toEqual(words);
});

test('no component has words of its own', () => {
  const found = sourcesIn('src', ['.svelte'])
    .filter(({ path }) => !KOREAN_ONLY.some((folder) => path.startsWith(folder)))
    .flatMap(({ path, text }) => wordsIn(text).map((words) => `${path}: ${words}`));
  expect(found).toEqual([]);
});
