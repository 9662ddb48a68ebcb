import { expect, test } from 'vitest';
import { eventText, parseEvent } from './trade.ts';

const OPTIONS = ['skt', 'upstage', 'lg', 'nc'];

test.each([
  ['survives:lg', { survives: 2 }, 'survives:lg'],
  ['drops:skt', { drops: 0 }, 'drops:skt'],
  ['set:lg,skt', { set: [0, 2] }, 'set:skt,lg'],
  ['set:upstage', { survives: 1 }, 'survives:upstage'],
])('%s is a share', (text, event, written) => {
  expect(parseEvent(text, OPTIONS, 2)).toEqual(event);
  expect(eventText(event, OPTIONS)).toBe(written);
});

test.each([
  '',
  'survives',
  'survives:',
  'survives:x',
  'survives:skt,lg',
  'survives:skt:lg',
  'drops:skt,lg',
  'set:skt,skt',
  'set:skt,lg,nc',
  'wins:skt',
  'set:,',
  '__proto__:skt',
])('%j is none', (text) => {
  expect(parseEvent(text, OPTIONS, 2)).toBeNull();
});
