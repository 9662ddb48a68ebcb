// Forms are read by Valibot schemas: in go the fields as they were typed, out come values or what is wrong with each
// field. The message of each action of a schema is a ValidationCode.
import * as v from 'valibot';
import { isValidationCode, type ValidationCode } from '../platform/validation-codes.ts';

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

// The fields of forms as Valibot schemas over everything typed under a name; see form.ts.

type Finding = ValidationCode | FieldError | null;

/** An https address: a host with a dot, no user name or password. The same rule as the database's `is_https_url`. */
const HTTPS = /^https:\/\/[^/?#@.][^/?#@]*\.[^/?#@]+([/?#].*)?$/;
/** Not in an address: space, control characters, a backslash, and letters that are invisible or turn the direction of text. */
const NOT_IN_ADDRESS = /[\s\\\p{C}\u034f\u115f\u1160\u3164]/u;

/** Everything that was sent under a name, as it was typed. */
export const all = v.optional(v.array(v.string()), []);

/** The first of it. */
export const one = v.pipe(
  all,
  v.transform(([first = '']) => first),
);

/** A box that must be ticked. */
export function ticked(code: ValidationCode) {
  return v.pipe(
    one,
    rule((value) => (value === 'on' ? null : code)),
  );
}

export function isHttps(text: string): boolean {
  return HTTPS.test(text) && !NOT_IN_ADDRESS.test(text) && URL.canParse(text);
}

/** What the database cannot hold is left out. */
export function trim(typed: string): string {
  return typed.replaceAll('\0', '').trim();
}

/** The trimmed text in NFC; empty where no character of it is visible. */
export function visible(typed: string): string {
  const text = trim(typed);
  return /[^\p{C}\p{Z}]/u.test(text) ? text.normalize('NFC') : '';
}

/** The value that `parse` makes of a text, or `code` where that is null. */
export function parsed<T>(parse: (text: string) => T | null, code: ValidationCode) {
  return v.rawTransform<string, T>(({ dataset, addIssue, NEVER }) => {
    const value = parse(dataset.value);
    if (value !== null) return value;
    addIssue({ message: code });
    return NEVER;
  });
}

/** Says what is wrong with the value of a field, if anything. */
export function rule<T>(find: (value: T) => Finding) {
  return v.rawCheck<T>(({ dataset, addIssue }) => {
    const found = dataset.typed ? find(dataset.value) : null;
    if (found) addIssue(infoOf(found));
  });
}

/** Says what is wrong with fields that are right one by one, or with the `form`. */
export function formRule<T extends Record<string, unknown>>(find: (values: T) => Record<string, Finding>) {
  return v.rawCheck<T>(({ dataset, addIssue }) => {
    if (!dataset.typed || dataset.issues) return;
    for (const [key, found] of Object.entries(find(dataset.value))) {
      if (!found) continue;
      const input = dataset.value;
      addIssue({
        ...infoOf(found),
        path: [{ type: 'object', origin: 'value', input, key, value: undefined }],
      });
    }
  });
}

/** As an issue of Valibot, which carries numbers as texts. */
function infoOf(found: ValidationCode | FieldError) {
  if (typeof found === 'string') return { message: found };
  const { code, got, limit } = found;
  return { message: code, ...(got !== undefined && { received: String(got), expected: String(limit) }) };
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The text of a field that may be sent only once, trimmed; empty where it was not sent. */
export const once = v.pipe(
  all,
  rule((values) => (values.length > 1 ? 'duplicate-option' : null)),
  v.transform(([first = '']) => first.trim()),
);

/** A UUID by which a form that is sent again is recognised. */
export const requestId = v.pipe(once, v.toLowerCase(), v.regex(UUID, 'bad-request-id'));

/** Limit of a slug that an admin types, of a company, a question or an event. */
export const LONGEST_SLUG = 60;
const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** Whether a text is a valid slug. Invalid ones are rejected before a query: PostgreSQL fails on U+0000 in text. */
export function isSlug(text: string): boolean {
  return SLUG.test(text);
}
