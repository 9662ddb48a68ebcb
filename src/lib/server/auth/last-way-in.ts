import { SqlState, sqlStateOf } from '../db/sqlstate.ts';
import { ValidationError } from '../errors.ts';

/** `catch` handler for the database's refusal to take away an account's last way to sign in; rethrows any other error. */
export function refuseLastWayIn(error: unknown): never {
  throw sqlStateOf(error) === SqlState.lastWayIn ? new ValidationError('form', 'last-way-in', 409) : error;
}
