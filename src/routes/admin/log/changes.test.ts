import { expect, test } from 'vitest';
import { groupChanges } from './changes.ts';

function row(id: number, change: number, rest: object = {}) {
  return {
    id,
    change,
    at: new Date('2026-11-24T01:00:00Z'),
    by: 'admin-one',
    reason: null,
    account: null,
    action: 'update' as const,
    subject: 'round',
    rowKey: '3',
    before: {},
    after: {},
    ...rest,
  };
}

test('events of one transaction are one change, in the order of the audit log', () => {
  const changes = groupChanges([row(9, 2), row(8, 2), row(7, 1, { by: null, reason: 'why' })]);
  expect(changes.map(({ id, by, reason, rows }) => [id, by, reason, rows.map((one) => one.id)])).toEqual([
    [9, 'admin-one', null, [9, 8]],
    [7, null, 'why', [7]],
  ]);
});

test('columns have what was before and after, and those that are empty in both are left out', () => {
  const [change] = groupChanges([
    row(1, 1, { before: { seats: 2, note: null, old: 'x' }, after: { seats: 3, note: null, isNew: true } }),
  ]);
  expect(change?.rows[0]).toEqual({
    id: 1,
    title: 'round 3 바꿈',
    facts: [
      ['seats', '바꾸기 전: 2\n바꾼 뒤: 3'],
      ['old', '바꾸기 전: x\n바꾼 뒤: 없음'],
      ['isNew', '바꾸기 전: 없음\n바꾼 뒤: true'],
    ],
  });
});

test('what was added or deleted has its columns alone', () => {
  const [change] = groupChanges([
    row(2, 1, { action: 'insert', before: null, after: { seats: 2, parts: ['a', 'b'] } }),
    row(1, 1, { action: 'delete', before: { seats: 3 }, after: null }),
  ]);
  expect(change?.rows.map(({ facts }) => facts)).toEqual([
    [
      ['seats', '2'],
      ['parts', 'a\nb'],
    ],
    [['seats', '3']],
  ]);
});
