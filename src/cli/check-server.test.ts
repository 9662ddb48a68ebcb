import { expect, test } from 'vitest';
import { findProblem } from './check-server.ts';

const SOUND = { version: 15, fsync: 'on', commit: 'on', isStandby: false };

test('PostgreSQL 15 and newer is used', () => {
  expect(findProblem(SOUND)).toBeNull();
  expect(findProblem({ ...SOUND, version: 18, commit: 'remote_apply' })).toBeNull();
});

test.each([
  [{ version: 14 }, /^PostgreSQL 14 is too old/],
  [{ fsync: 'off' }, /^fsync is off/],
  [{ commit: 'off' }, /^synchronous_commit is off/],
  [{ isStandby: true }, /read-only standby/],
])('a server with %o is refused', (facts, line) => {
  expect(findProblem({ ...SOUND, ...facts })).toMatch(line);
});
