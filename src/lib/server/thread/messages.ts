// What threads say to each other: jobs one way, results or errors the other.
import * as refusals from '../errors.ts';

export interface WorkerRequest<Job> {
  id: number;
  job: Job;
}

export type WorkerResponse<Result> = { id: number; result: Result } | { id: number; error: SentError };

/** An error as it travels between threads, which know its class by its name alone. */
export interface SentError {
  name: string;
  message: string;
  stack: string | undefined;
  /** Its own fields. */
  fields: Record<string, unknown>;
}

export function pack(error: unknown): SentError {
  if (!(error instanceof Error))
    return { name: 'Error', message: String(error), stack: undefined, fields: {} };
  const { name, message, stack } = error;
  // Only what can travel: a database's error may hold more.
  const plain = Object.entries(error).filter(([, value]) => typeof value !== 'function' && !isObject(value));
  return { name, message, stack, fields: Object.fromEntries(plain) };
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !(value instanceof Date);
}

/** The error that was thrown, of its own class where it is one of ours. */
export function unpack({ name, message, stack, fields }: SentError): Error {
  const kind = Object.entries(refusals).find(([each]) => each === name)?.[1] ?? Error;
  return Object.assign(Object.create(kind.prototype as object) as Error, { ...fields, name, message, stack });
}
