import { solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import type { Challenge } from 'altcha-lib/types';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import * as accounts from '#lib/server/people/accounts/service.ts';
import type { Db } from '#lib/server/platform/db/connect.ts';
import { addressKey } from '#lib/server/platform/limits/address.ts';
import { createLimits } from '#lib/server/platform/limits/limits.ts';
import { getSecret } from '#lib/server/platform/db/secret.ts';
import { openToken } from '#lib/server/platform/limits/join-proof.ts';
import { seal } from '#lib/server/platform/signing.ts';
import { ADDRESS, join, newAddress, newcomer } from './setup/accounts.ts';
import { cloneDatabase } from './setup/database.ts';
import { readTables } from './setup/tables.ts';

const FREE_PER_HOUR = 20;
const PER_DAY = 200;
const NEEDS_PROOF = { status: 429, errors: { form: 'join-proof' } };
const MUST_WAIT = { status: 429, errors: { form: 'join-wait' } };
const JOINED = { accountId: expect.any(Number) as number };

async function setUp() {
  const database = await cloneDatabase();
  const { db, pool } = database;
  const limits = createLimits(pool);
  /** Sets what the address has counted, without the cost of so many hashes. */
  const count = async (limit: string, points: number) => {
    const key = `${limit}:${await addressKey(db, ADDRESS)}`;
    const expire = Date.now() + 3_600_000;
    await sql`
      insert into rate_limit (key, points, expire) values (${key}, ${points}, ${expire})
      on conflict (key) do update set points = excluded.points
    `.execute(db);
  };
  return {
    ...database,
    limits,
    count,
    joinWith: (proof: { solution?: string; token?: string }) =>
      join(db, limits, { ...newcomer(), ...proof }, ADDRESS),
    proof: (token?: string) => accounts.requiredProof(db, limits, ADDRESS, token),
  };
}

async function solve(challenge: object): Promise<string> {
  const solution = await solveChallenge({ challenge: challenge as Challenge, deriveKey });
  return JSON.stringify({ challenge, solution });
}

/** A token of the site, issued so many seconds ago. */
async function tokenOfAge(db: Db, seconds: number, id: string): Promise<string> {
  return seal(`${Date.now() - seconds * 1000} ${id}`, await getSecret(db, 'join-challenge'));
}

describe('joining from one address', () => {
  test('is free twenty times an hour, and then refused before hashing', async () => {
    const { owner, db, limits, count, joinWith, proof } = await setUp();
    await count('join', FREE_PER_HOUR - 1);
    expect(await proof()).toBeNull();
    expect(await joinWith({})).toEqual(JOINED);
    const before = await readTables(owner);
    expect(await joinWith({})).toEqual(NEEDS_PROOF);
    const accountsOf = (tables: typeof before) => tables.find(({ table }) => table === 'account');
    expect(accountsOf(await readTables(owner))).toEqual(accountsOf(before));
    expect(await join(db, limits, newcomer(), newAddress())).toEqual(JOINED);
  });

  test('counts the addresses of one IPv6 network as one', async () => {
    const { db, limits } = await setUp();
    for (let i = 0; i < FREE_PER_HOUR; i++) {
      await limits.join(await addressKey(db, `2001:db8:0:1:${i}::7`), () => Promise.resolve(null));
    }
    expect(await join(db, limits, newcomer(), '2001:db8:0:1::1')).toEqual(NEEDS_PROOF);
    expect(await join(db, limits, newcomer(), '2001:db8:0:2::1')).toEqual(JOINED);
  });

  test('goes on with a solved challenge, each of which is used once', async () => {
    const { count, joinWith, proof } = await setUp();
    await count('join', FREE_PER_HOUR);
    const { challenge } = (await proof()) ?? { challenge: {} };
    const solution = await solve(challenge);
    const parsed = JSON.parse(solution) as { challenge: Challenge; solution: object };
    const easier = { ...parsed.challenge, parameters: { ...parsed.challenge.parameters, keyPrefix: '' } };
    for (const wrong of [
      '',
      '{}',
      'null',
      'no JSON',
      JSON.stringify({ ...parsed, solution: { counter: 1 } }),
    ])
      expect(await joinWith({ solution: wrong })).toEqual(NEEDS_PROOF);
    expect(await joinWith({ solution: JSON.stringify({ ...parsed, challenge: easier }) })).toEqual(
      NEEDS_PROOF,
    );
    const answers = await Promise.all([joinWith({ solution }), joinWith({ solution })]);
    expect(answers).toEqual(expect.arrayContaining([JOINED, NEEDS_PROOF]));
    expect(await joinWith({ solution })).toEqual(NEEDS_PROOF);
  });

  test('goes on with a token that is old enough, once in each waiting time', async () => {
    const { db, count, joinWith, proof } = await setUp();
    await count('join', FREE_PER_HOUR);
    const { token } = (await proof()) ?? { token: '' };
    expect(await joinWith({ token })).toEqual(MUST_WAIT);
    expect(await proof(token), 'the wait does not begin anew').toMatchObject({ token });
    const [old, second] = [await tokenOfAge(db, 31, 'first'), await tokenOfAge(db, 60, 'second')];
    expect(await joinWith({ token: await tokenOfAge(db, 3600, 'too old') })).toEqual(NEEDS_PROOF);
    expect(await joinWith({ token: old.replace('first', 'other') })).toEqual(NEEDS_PROOF);
    expect(await joinWith({ token: old })).toEqual(JOINED);
    expect(await joinWith({ token: old })).toEqual(NEEDS_PROOF);
    expect((await proof(old))?.token, 'a used one is replaced').not.toBe(old);
    expect(await joinWith({ token: second })).toEqual(MUST_WAIT);
    await sql`update rate_limit set expire = 0 where key like 'join-wait%'`.execute(db);
    expect(await joinWith({ token: second })).toEqual(JOINED);
  });

  test('ends at two hundred a day, also with a proof', async () => {
    const { db, count, joinWith } = await setUp();
    await count('join', FREE_PER_HOUR);
    await count('join-day', PER_DAY);
    expect(await joinWith({ token: await tokenOfAge(db, 31, 'a wait') })).toEqual({
      status: 429,
      errors: { form: 'too-many-requests' },
    });
  });

  test('does not count forms with validation errors', async () => {
    const { owner, db, limits } = await setUp();
    for (const wrong of [{ terms: '' }, { handle: 'author' }, { handle: 'skt' }])
      expect(await join(db, limits, { ...newcomer(), ...wrong }, ADDRESS)).toHaveProperty('errors');
    expect((await readTables(owner)).find(({ table }) => table === 'rate_limit')?.rows).toEqual([]);
  });
});

test('an address has one key in all processes, another the next day, and yesterday’s salt is gone', async () => {
  const { db, owner } = await setUp();
  const keys = await Promise.all(Array.from({ length: 10 }, () => addressKey(db, ADDRESS)));
  expect(new Set(keys).size).toBe(1);
  await sql`update address_salt set day = day - 1`.execute(owner);
  expect(await addressKey(db, ADDRESS)).not.toBe(keys[0]);
  const salts = (await readTables(owner)).find(({ table }) => table === 'address_salt')?.rows;
  expect(salts).toHaveLength(1);
});

test('a token is only what the site has sealed', async () => {
  const { db } = await setUp();
  const secret = await getSecret(db, 'join-challenge');
  for (const forged of ['', '.', 'a.b', `${Date.now() - 60_000} id.`, seal('not a token', secret)])
    expect(openToken(forged, secret, new Date())).toBeNull();
});
