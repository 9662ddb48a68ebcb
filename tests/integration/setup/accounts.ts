// Shared by the tests of accounts: unique account forms, joining and signing in through the service.
import { expect } from 'vitest';
import * as accounts from '#lib/server/accounts/service.ts';
import { createLimits } from '#lib/server/limits/limits.ts';
import type { AccountForm } from '#lib/types/reader.ts';
import { sharedDatabase } from './database.ts';

export const PASSWORD = 'three seats, two teams';
export const ADDRESS = '192.0.2.7';

let newcomers = 0;

/** A complete form of joining with a handle and an address of its own. */
export function newcomer() {
  const handle = `newcomer-${++newcomers}`;
  return { handle, email: `${handle}@example.com`, password: PASSWORD, age14: true, terms: true };
}

export async function setUp() {
  const { app, owner } = await sharedDatabase();
  const limits = createLimits(app.pool);
  return {
    db: app.db,
    owner: owner.db,
    join: (form: Partial<ReturnType<typeof newcomer>>) =>
      accounts.join(app.db, limits, { ...newcomer(), ...form }, ADDRESS),
    signIn: (email: string, password = PASSWORD) =>
      accounts.signIn(app.db, limits, { email, password }, ADDRESS),
  };
}

export async function joined(outcome: Promise<accounts.Outcome>): Promise<number> {
  const result = await outcome;
  if (!result.ok) throw new Error(JSON.stringify(result.form.faults));
  return result.accountId;
}

export async function faultsOf(outcome: Promise<accounts.Outcome>): Promise<AccountForm['faults']> {
  const result = await outcome;
  expect(result).toMatchObject({ ok: false, status: 400 });
  return result.ok ? {} : result.form.faults;
}
