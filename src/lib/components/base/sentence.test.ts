import { createRawSnippet } from 'svelte';
import { render } from 'svelte/server';
import { expect, test } from 'vitest';
import Sentence from './Sentence.svelte';
import Time from './Time.svelte';

const bare = (html: string) => html.replace(/<!--.*?-->/g, '').trim();
const children = createRawSnippet(() => ({ render: () => '<b>x</b>' }));
const said = (say: (element: string) => string) => bare(render(Sentence, { props: { say, children } }).body);

test.each([
  [(at: string) => `${at}에 마감`, '<b>x</b>에 마감'],
  [(at: string) => `Closes ${at}.`, 'Closes <b>x</b>.'],
  [() => 'Nothing to put in', 'Nothing to put in'],
])('the element stands where the message has its place', (say, html) => {
  expect(said(say)).toBe(html);
});

test.each([
  [{ at: '2026-11-24T09:00:00.000Z' }, '2026-11-24T09:00:00.000Z', '11월 24일(화) 18:00 (KST)'],
  [
    { at: '2026-11-24T09:00:00.000Z', year: true },
    '2026-11-24T09:00:00.000Z',
    '2026년 11월 24일(화) 18:00 (KST)',
  ],
  [{ at: '2026-11-24T15:00:00.000Z', day: true }, '2026-11-24T15:00:00.000Z', '2026년 11월 25일'],
  [{ at: '2026-11-24' }, '2026-11-24', '2026년 11월 24일'],
  [{ at: '2026-11-24', clock: '18:00' }, '2026-11-24T09:00:00.000Z', '2026년 11월 24일(화) 18:00 (KST)'],
  [{ at: '2026-11-24', clock: null }, '2026-11-24', '2026년 11월 24일'],
])('%o is read by machines as %s and by people as “%s”', (props, datetime, text) => {
  const html = bare(render(Time, { props }).body);
  expect(html.replace(/<\/?span[^>]*>/g, '')).toBe(`<time datetime="${datetime}">${text}</time>`);
});

test('the day keeps its weekday, and the clock its zone', () => {
  const html = bare(render(Time, { props: { at: '2026-11-24T09:00:00.000Z' } }).body);
  expect([...html.matchAll(/<span class="together">([^<]+)</g)].map(([, kept]) => kept)).toEqual([
    '24일(화)',
    '18:00 (KST)',
  ]);
});
