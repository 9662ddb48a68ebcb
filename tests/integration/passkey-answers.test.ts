// Answers of authenticators to somebody who adds a passkey, also those that only a program gives.
import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import * as registration from '#lib/server/people/passkeys/service.ts';
import * as passkeys from '#lib/server/people/passkeys/service.ts';
import { registrationAnswer } from './setup/authenticator.ts';
import { cloneDatabase } from './setup/database.ts';
import { insertForecaster } from './setup/factories.ts';

const SITE = { domain: 'localhost', origin: 'http://localhost:3000' };

async function setUp() {
  const { db } = await cloneDatabase();
  const account = { id: await insertForecaster(db) };
  const add = (of: Partial<Parameters<typeof registrationAnswer>[0]> = {}) => {
    const challenge = randomBytes(32).toString('base64url');
    const answer = registrationAnswer({ challenge, ...SITE, ...of });
    return registration.add(db, { mail: null, locale: 'ko' }, SITE, account, {
      name: '열쇠',
      answer,
      challenge,
    });
  };
  return { add, count: async () => (await passkeys.list(db, account.id)).length };
}

test('an id of any length that WebAuthn allows is taken, and a longer one is no answer', async () => {
  const { add, count } = await setUp();
  await add();
  await add({ id: randomBytes(1_023) });
  for (const bytes of [1_051, 2_000, 40_000])
    await expect(add({ id: randomBytes(bytes) }), `${bytes} bytes`).rejects.toMatchObject({
      status: 400,
      error: 'passkey-failed',
    });
  expect(await count()).toBe(2);
});

test('an answer to another challenge, or of another site, is none', async () => {
  const { add, count } = await setUp();
  for (const of of [
    { challenge: randomBytes(32).toString('base64url') },
    { origin: 'http://evil.example' },
    { domain: 'evil.example' },
  ])
    await expect(add(of)).rejects.toMatchObject({ error: 'passkey-failed' });
  expect(await count()).toBe(0);
});
