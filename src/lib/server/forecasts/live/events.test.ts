import { expect, test } from 'vitest';
import { resolutionEvent } from './feed.ts';

function refreshFor(members: number, visitors: number) {
  const [, data] = resolutionEvent('final-3', 1, { members, visitors }).split('data: ');
  return (JSON.parse(data!) as { refresh: unknown }).refresh;
}

test.each([
  [0, 0, { from: 1_000, to: 1_000 }],
  [1_000, 0, { from: 1_000, to: 21_000 }],
  [0, 1_000, { from: 1_000, to: 2_000 }],
  [10_000, 0, { from: 1_000, to: 31_000 }],
])('pages of %d members and %d visitors load anew within %j', (members, visitors, refresh) => {
  expect(refreshFor(members, visitors)).toEqual(refresh);
});
