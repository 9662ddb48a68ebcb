import { expect, test } from 'vitest';
import * as accounts from '#lib/server/accounts/service.ts';
import { createLimits } from '#lib/server/limits/limits.ts';
import { cloneDatabase } from './setup/database.ts';

const ADDRESS = '192.0.2.7';
const EMAIL = 'shared@example.com';

test('however many strangers claim an address, each signs in with his own password, and nobody without one', async () => {
  const { app, owner } = await cloneDatabase();
  const limits = createLimits(app.pool);
  const people = Array.from({ length: 8 }, (_, i) => ({
    handle: `claimant-${i}`,
    email: EMAIL,
    password: `a password of number ${i}`,
    age14: true,
    terms: true,
  }));
  const ids: number[] = [];
  for (const person of people) {
    const outcome = await accounts.join(app.db, limits, person, ADDRESS);
    if (!outcome.ok) throw new Error(JSON.stringify(outcome.form.faults));
    ids.push(outcome.accountId);
  }
  for (const [i, { password }] of people.entries()) {
    const outcome = await accounts.signIn(app.db, limits, { email: EMAIL, password }, ADDRESS);
    expect(outcome).toEqual({ ok: true, accountId: ids[i] });
  }
  const wrong = await accounts.signIn(app.db, limits, { email: EMAIL, password: 'none of theirs' }, ADDRESS);
  expect(wrong.ok).toBe(false);

  // Of two with one password the verified account is meant.
  const twin = await accounts.join(app.db, limits, { ...people[0]!, handle: 'twin' }, ADDRESS);
  if (!twin.ok) throw new Error('the twin could not join');
  await owner.db
    .updateTable('account')
    .set({ emailVerifiedAt: new Date() })
    .where('id', '=', twin.accountId)
    .execute();
  const meant = await accounts.signIn(
    app.db,
    limits,
    { email: EMAIL, password: people[0]!.password },
    ADDRESS,
  );
  expect(meant).toEqual({ ok: true, accountId: twin.accountId });
});
