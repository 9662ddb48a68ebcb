// Pauses joining, with a sentence to readers: for the hour in which somebody makes accounts by the hundred.
import type { Text } from '#lib/contest/types.ts';
import { type Actor, changeAs } from '../../platform/audit/service.ts';
import type { Db } from '../../platform/db/connect.ts';
import { ValidationError } from '../../platform/errors.ts';
import { findPause, updatePause } from './queries.ts';

/** The sentence while joining is paused; null while it is open. */
export async function find(db: Db): Promise<Text | null> {
  return (await findPause(db)) ?? null;
}

/** @param sentence null opens joining again */
export function set(db: Db, by: Actor, sentence: Text | null): Promise<void> {
  return changeAs(db, by, (tx) => updatePause(tx, sentence));
}

/** @throws ValidationError (403) while joining is paused */
export async function requireOpen(db: Db): Promise<void> {
  if (await findPause(db)) throw new ValidationError('form', 'joining-paused', 403);
}
