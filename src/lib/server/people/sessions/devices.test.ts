import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { deviceIdOf, rememberAccount } from './devices.ts';
import { seal } from '../../platform/signing.ts';

const SECRET = randomBytes(32);

test('a device has one id for each account that signed in on it', () => {
  const first = rememberAccount(undefined, 7, SECRET);
  const both = rememberAccount(first, 77, SECRET);
  expect(deviceIdOf(first, 7, SECRET)).toMatch(/^[\w-]{22}$/);
  expect(deviceIdOf(both, 7, SECRET)).toBe(deviceIdOf(first, 7, SECRET));
  expect(deviceIdOf(both, 77, SECRET)).not.toBe(deviceIdOf(both, 7, SECRET));
  expect(deviceIdOf(rememberAccount(both, 7, SECRET), 7, SECRET)).toBe(deviceIdOf(first, 7, SECRET));
  expect(deviceIdOf(first, 77, SECRET)).toBeNull();
});

test('a device remembers the four accounts that signed in last', () => {
  const cookie = [1, 2, 3, 4, 5].reduce<string | undefined>(
    (before, accountId) => rememberAccount(before, accountId, SECRET),
    undefined,
  );
  expect([1, 2, 3, 4, 5].map((id) => deviceIdOf(cookie, id, SECRET) !== null)).toEqual([
    false,
    true,
    true,
    true,
    true,
  ]);
});

test.each([
  ['none', undefined],
  ['empty', ''],
  ['without a signature', '7:an-id'],
  ['signed with another secret', seal('7:an-id', randomBytes(32))],
  ['changed', rememberAccount(undefined, 7, SECRET).replace('7:', '8:')],
  ['not text', '\0.\0'],
])('a cookie that is %s names no device', (_, cookie) => {
  for (const accountId of [7, 8]) expect(deviceIdOf(cookie, accountId, SECRET)).toBeNull();
});
