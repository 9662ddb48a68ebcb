// Forms are read by Valibot schemas: in go the fields as they were typed, out come values or what is wrong with each
// field. The message of each action of a schema is a ValidationCode.
import * as v from 'valibot';
import { isValidationCode, type ValidationCode } from './validation-codes.ts';

/** Every field as it was typed; a name may be sent several times. A file is an empty text. */
export type Typed = Record<string, string[]>;

export interface FieldError {
  code: ValidationCode;
  /** The number that was given and the one that is asked for, where the sentence needs them. */
  got?: number;
  limit?: number;
  /** Of the log entry of an unknown error. */
  id?: string;
}

/** By field; under `form` that of the whole. */
export type FieldErrors = Record<string, FieldError>;

export type Read<T> = { values: T; errors: null } | { values: null; errors: FieldErrors };

/** In one pass, so that a flood of fields costs no more than its length. */
export function typedIn(data: FormData): Typed {
  const typed = new Map<string, string[]>();
  for (const [name, value] of data) {
    const text = typeof value === 'string' ? value : '';
    const values = typed.get(name);
    if (values) values.push(text);
    else typed.set(name, [text]);
  }
  // Anybody can name a field: `__proto__` is no property, and Kit could not send it back.
  typed.delete('__proto__');
  return Object.fromEntries(typed);
}

/** Of several errors of a field the first is kept. */
export function readForm<S extends v.GenericSchema>(schema: S, typed: Typed): Read<v.InferOutput<S>> {
  const { success, output, issues } = v.safeParse(schema, typed);
  if (success) return { values: output, errors: null };
  const errors = new Map<string, FieldError>();
  for (const issue of issues) {
    // The first of several values is known by the name alone, the others by their number.
    const field = v.getDotPath(issue)?.replace(/\.0$/, '') ?? 'form';
    if (!errors.has(field)) errors.set(field, errorOf(issue));
  }
  return { values: null, errors: Object.fromEntries(errors) };
}

function errorOf({ message, type, received, expected }: v.BaseIssue<unknown>): FieldError {
  if (!isValidationCode(message)) throw new Error(`A form's schema says no validation code: ${message}`);
  if (type !== 'raw_check' || expected === null) return { code: message };
  return { code: message, got: Number(received), limit: Number(expected) };
}
