import { expect, test } from 'vitest';
import { isInFirstWeek, isNewcomer } from './queries.ts';

const now = new Date('2026-11-29T00:00:00Z');

test.each([
  ['a visitor', null, false, false],
  ['who joined just now', '2026-11-29T00:00:00Z', true, true],
  ['in the last second of the first week', '2026-11-22T00:00:01Z', true, true],
  ['a week after joining', '2026-11-22T00:00:00Z', false, true],
  ['in the last second of thirty days', '2026-10-30T00:00:01Z', false, true],
  ['thirty days after joining', '2026-10-30T00:00:00Z', false, false],
])('%s (%s): first week %s, newcomer %s', (_, joined, firstWeek, newcomer) => {
  const joinedAt = joined === null ? null : new Date(joined);
  expect([isInFirstWeek({ now, joinedAt }), isNewcomer({ now, joinedAt })]).toEqual([firstWeek, newcomer]);
});
