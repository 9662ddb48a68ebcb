// Errors between threads. A structured clone keeps neither the class of an error nor its own fields, so both travel as
// plain data and are put back together on the other side.
import * as appErrors from '../errors.ts';

export interface SentError {
  name: string;
  message: string;
  stack: string | undefined;
  /** Own fields that can be cloned: an error of the database may hold more. */
  fields: Record<string, unknown>;
}

export function pack(error: unknown): SentError {
  const thrown = error instanceof Error ? error : new Error(String(error));
  const { name, message, stack } = thrown;
  const cloneable = Object.entries(thrown).filter(([, value]) => isCloneable(value));
  return { name, message, stack, fields: Object.fromEntries(cloneable) };
}

function isCloneable(value: unknown): boolean {
  return typeof value === 'object' ? value === null || value instanceof Date : typeof value !== 'function';
}

/** The error that was thrown, of its own class where that is an `AppError`. */
export function unpack({ name, message, stack, fields }: SentError): Error {
  const kind = Object.entries(appErrors).find(([each]) => each === name)?.[1] ?? Error;
  return Object.assign(Object.create(kind.prototype as object) as Error, { ...fields, name, message, stack });
}
