// Shared by the tests of accounts: unique account forms, joining and signing in through the service.
import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import { joinForm, signInForm } from '#lib/server/people/accounts/form.ts';
import * as accounts from '#lib/server/people/accounts/service.ts';
import { AppError, ValidationError } from '#lib/server/platform/errors.ts';
import { type Read, readForm } from '#lib/server/http/fields.ts';
import { createLimits, type Limits } from '#lib/server/platform/limits/limits.ts';
import type { Db } from '#lib/server/platform/db/connect.ts';
import { sharedDatabase } from './database.ts';

export const PASSWORD = 'three seats, two teams';
export const ADDRESS = '192.0.2.7';

/** A network address that no other test has. */
export function newAddress(): string {
  return [10, ...randomBytes(3)].join('.');
}

/** An account, or the status and the validation error of each field. */
export type Outcome = { accountId: number } | { status: number; errors: Record<string, string> };

interface JoinFields {
  handle: string;
  email: string;
  password: string;
  age14: string;
  terms: string;
  /** Of a proof, where the address needs one. */
  solution?: string;
  token?: string;
}

let newcomers = 0;

/** A complete join form with a unique handle and e-mail. */
export function newcomer(): JoinFields {
  const handle = `newcomer-${++newcomers}`;
  return { handle, email: `${handle}@example.com`, password: PASSWORD, age14: 'on', terms: 'on' };
}

export async function setUp() {
  const { db, pool, owner } = await sharedDatabase();
  const limits = createLimits(pool);
  return {
    db,
    owner,
    limits,
    join: (form: Partial<JoinFields>) => join(db, limits, { ...newcomer(), ...form }),
    signIn: (login: string, password = PASSWORD) => signIn(db, limits, { login, password }),
  };
}

export function join(
  db: Db,
  limits: Limits,
  form: JoinFields,
  address = newAddress(),
  canMail = false,
): Promise<Outcome> {
  const read = readForm(joinForm(canMail), typed({ ...form }));
  return outcomeOf(read, (values) => accounts.join(db, limits, values, address));
}

export function signIn(
  db: Db,
  limits: Limits,
  form: { login: string; password: string },
  address = newAddress(),
  deviceIdOf?: (accountId: number) => string | null,
): Promise<Outcome> {
  return outcomeOf(readForm(signInForm, typed(form)), (values) =>
    accounts.signIn(db, limits, values, address, deviceIdOf),
  );
}

export async function joined(outcome: Promise<Outcome>): Promise<number> {
  const result = await outcome;
  if ('errors' in result) throw new Error(JSON.stringify(result.errors));
  return result.accountId;
}

export async function errorsOf(outcome: Promise<Outcome>): Promise<Record<string, string>> {
  const result = await outcome;
  expect(result).toMatchObject({ status: 400 });
  return 'errors' in result ? result.errors : {};
}

async function outcomeOf<T>(read: Read<T>, work: (values: T) => Promise<number>): Promise<Outcome> {
  if (read.errors) {
    const errors = Object.entries(read.errors).map(([field, { code }]) => [field, code]);
    return { status: 400, errors: Object.fromEntries(errors) };
  }
  try {
    return { accountId: await work(read.values) };
  } catch (error) {
    if (error instanceof ValidationError)
      return { status: error.status, errors: { [error.field]: error.error } };
    if (error instanceof AppError) return { status: error.status, errors: { form: error.code } };
    throw error;
  }
}

function typed(fields: Record<string, string>) {
  return Object.fromEntries(Object.entries(fields).map(([name, text]) => [name, [text]]));
}
