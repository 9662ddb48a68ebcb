import { describe, expect, test } from 'vitest';
import { BusyError } from '../errors.ts';
import { hashPassword } from './password.ts';

const PASSWORD = 'three seats, two teams';

const SALT = Buffer.from('an address is salt');
const OTHER_SALT = Buffer.from('another address is');

describe('a password', () => {
  test('is stored as Argon2id with the parameters of OWASP, salted by address', async () => {
    const [first, second] = await Promise.all([
      hashPassword(PASSWORD, SALT),
      hashPassword(PASSWORD, OTHER_SALT),
    ]);
    expect(first).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(first).not.toBe(second);
    expect(first).not.toContain(PASSWORD);
  });

  test('has one hash under its salt, and no other password has it', async () => {
    const hash = await hashPassword(PASSWORD, SALT);
    expect(await hashPassword(PASSWORD, SALT)).toBe(hash);
    for (const wrong of [
      '',
      ` ${PASSWORD}`,
      PASSWORD.toUpperCase(),
      `${PASSWORD}\0`,
      PASSWORD.slice(0, -1),
    ]) {
      expect(await hashPassword(wrong, SALT)).not.toBe(hash);
    }
  });

  test('has the same hash composed or decomposed', async () => {
    const hash = await hashPassword('세 자리에 두 팀'.normalize('NFD'), SALT);
    expect(await hashPassword('세 자리에 두 팀'.normalize('NFC'), SALT)).toBe(hash);
  });

  test('of more than a hundred letters is hashed to its end', async () => {
    const long = 'abcd'.repeat(50);
    expect(await hashPassword(long, SALT)).not.toBe(await hashPassword(`${long.slice(0, -1)}e`, SALT));
  });
});

describe('the queue of passwords', () => {
  test('refuses what is beyond its limit, and hashes the rest', async () => {
    const results = await Promise.allSettled(Array.from({ length: 100 }, () => hashPassword(PASSWORD, SALT)));
    const refused = results.filter((result) => result.status === 'rejected');
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.length).toBeLessThan(100);
    expect(refused.every(({ reason }) => reason instanceof BusyError)).toBe(true);
    expect(await hashPassword(PASSWORD, SALT)).toBe(await hashPassword(PASSWORD, SALT));
  });

  test('frees the place of a hash that fails', async () => {
    const tooShort = Buffer.from('salt');
    const broken = Array.from({ length: 20 }, () => hashPassword(PASSWORD, tooShort));
    for (const result of await Promise.allSettled(broken)) expect(result.status).toBe('rejected');
    expect(await hashPassword(PASSWORD, SALT)).toContain('argon2id');
  });
});
