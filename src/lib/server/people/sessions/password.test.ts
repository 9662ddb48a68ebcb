import { describe, expect, test } from 'vitest';
import { BusyError } from '../../platform/errors.ts';
import { hashPassword, isPasswordOf } from './password.ts';

const PASSWORD = 'three seats, two teams';
const READER = 'address of a reader';

describe('a password', () => {
  test('is stored as Argon2id with the parameters of OWASP, under a salt of its own each time', async () => {
    const [first, second] = await Promise.all([
      hashPassword(PASSWORD, READER),
      hashPassword(PASSWORD, READER),
    ]);
    expect(first).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(first).not.toBe(second);
    expect(first).not.toContain(PASSWORD);
  });

  test('fits its hash, and no other password does', async () => {
    const hash = await hashPassword(PASSWORD, READER);
    expect(await isPasswordOf(hash, PASSWORD, READER)).toBe(true);
    for (const wrong of [
      '',
      ` ${PASSWORD}`,
      PASSWORD.toUpperCase(),
      `${PASSWORD}\0`,
      PASSWORD.slice(0, -1),
    ]) {
      expect(await isPasswordOf(hash, wrong, READER)).toBe(false);
    }
    expect(await isPasswordOf(null, PASSWORD, READER)).toBe(false);
  });

  test('is the same composed or decomposed', async () => {
    const hash = await hashPassword('세 자리에 두 팀'.normalize('NFD'), READER);
    expect(await isPasswordOf(hash, '세 자리에 두 팀'.normalize('NFC'), READER)).toBe(true);
  });

  test('of more than a hundred letters is hashed to its end', async () => {
    const long = 'abcd'.repeat(50);
    const hash = await hashPassword(long, READER);
    expect(await isPasswordOf(hash, `${long.slice(0, -1)}e`, READER)).toBe(false);
  });
});

test('passwords beyond the queue are refused, and the rest are hashed', async () => {
  const sources = Array.from({ length: 50 }, (_, i) => `reader ${i}`);
  const results = await Promise.allSettled(
    sources.flatMap((source) => [hashPassword(PASSWORD, source), isPasswordOf(null, PASSWORD, source)]),
  );
  const refused = results.filter((result) => result.status === 'rejected');
  expect(refused).toHaveLength(100 - 22);
  expect(refused.every(({ reason }) => reason instanceof BusyError)).toBe(true);
});
