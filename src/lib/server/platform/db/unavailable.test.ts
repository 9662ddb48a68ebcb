import { expect, test } from 'vitest';
import { isUnavailable } from './sqlstate.ts';

const withCode = (code: string) => Object.assign(new Error('failed'), { code });

test.each(['ECONNREFUSED', 'ECONNRESET', '08006', '08P01', '57P01', '57P03', '53300'])(
  '%s says that the database is away',
  (code) => {
    expect(isUnavailable(withCode(code))).toBe(true);
  },
);

test.each([
  'Connection terminated unexpectedly',
  'Connection terminated due to connection timeout',
  'Client has encountered a connection error and is not queryable',
])('so does “%s”', (message) => {
  expect(isUnavailable(new Error(message))).toBe(true);
});

test.each(['23505', '57014', '40001', '53100', 'FT001', 'ENOSPC'])('%s says something else', (code) => {
  expect(isUnavailable(withCode(code))).toBe(false);
});

test('an error of a program is none of the database', () => {
  expect(isUnavailable(new TypeError('x is not a function'))).toBe(false);
  expect(isUnavailable('ECONNREFUSED')).toBe(false);
});
