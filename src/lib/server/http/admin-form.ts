import { isDay, parseInstant } from '#lib/kst.ts';
import type { Field, Fields, ValuesOf } from '#lib/types/admin-form.ts';
import { type FieldErrors, isHttps, isSlug, LONGEST_SLUG, trim, type Typed, visible } from './fields.ts';
import type { ValidationCode } from '../platform/validation-codes.ts';

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;
const MOST_LETTERS = 200;
const LONGEST_LINES = 4000;
const LONGEST_URL = 500;
const MOST = 999_999_999;

/** A text or a list of texts; a text that is not there is null. */
type Words = string | string[] | null;

interface TextRule {
  required?: boolean;
  max?: number;
}

/** Reads a form of the admin pages field by field, and keeps what is wrong with each. */
export class AdminFormReader {
  readonly typed: Typed;
  readonly #errors = new Map<string, ValidationCode>();

  constructor(typed: Typed) {
    this.typed = typed;
  }

  get isClean(): boolean {
    return this.#errors.size === 0;
  }

  get errors(): FieldErrors {
    return Object.fromEntries([...this.#errors].map(([name, code]) => [name, { code }]));
  }

  /** Of several errors of a field the first is kept. */
  addError(name: string, code: ValidationCode): void {
    if (!this.#errors.has(name)) this.#errors.set(name, code);
  }

  /**
   * Reads a table of fields. Empty English is the Korean; English without Korean is an error, as are lists of different
   * lengths.
   */
  read<T extends Fields>(fields: T): ValuesOf<T> {
    const values: Record<string, unknown> = {};
    for (const [name, field] of Object.entries(fields)) {
      const korean = name.replace(/En$/, 'Ko');
      values[name] =
        korean !== name && korean in fields
          ? this.#english(name, field, korean, values[korean] as Words)
          : this.#value(name, field);
    }
    return values as ValuesOf<T>;
  }

  #english(name: string, field: Field, korean: string, fallback: Words): Words {
    const english = this.#value(name, { ...field, required: false }) as Words;
    if (!english?.length) return fallback;
    if (fallback === null) this.addError(korean, 'missing');
    if (Array.isArray(english) && english.length !== fallback?.length) this.addError(name, 'wrong-count');
    return english;
  }

  #value(name: string, { type = 'text', required = false, choices, min = 0, max }: Field): unknown {
    const rule = { required, ...(max !== undefined && { max }) };
    switch (type) {
      case 'number':
        return this.integer(name, { min, max: max ?? MOST, required });
      case 'lines':
        return linesOf(this.text(name, { max: LONGEST_LINES, ...rule }));
      case 'reason':
        return this.reason(name);
      case 'slug':
        return this.#shaped(name, { required, max: LONGEST_SLUG }, isSlug, 'slug-shape');
      case 'url':
        return this.url(name, rule);
      case 'date':
        return this.#shaped(name, rule, isDay, 'not-a-day') || null;
      case 'time':
        return this.#shaped(name, rule, (text) => TIME.test(text), 'not-a-time') || null;
      case 'datetime-local':
        return this.instant(name, rule);
      case 'check':
        return this.flag(name);
      case 'boxes':
        return this.#chosen(name, required, max);
      default: {
        const values = choices?.map(({ value }) => value);
        if (values && (required || this.all(name)[0])) return this.choice(name, values);
        return this.text(name, rule) || (required ? '' : null);
      }
    }
  }

  #chosen(name: string, required: boolean, max = MOST): string[] {
    const chosen = this.all(name);
    if (required && chosen.length === 0) this.addError(name, 'nothing-chosen');
    if (chosen.length > max) this.addError(name, 'wrong-count');
    return chosen;
  }

  #shaped(name: string, rule: TextRule, isValid: (text: string) => boolean, code: ValidationCode): string {
    const text = this.text(name, rule);
    if (text !== '' && !isValid(text)) this.addError(name, code);
    return text;
  }

  all(name: string): string[] {
    return (this.typed[name] ?? []).map(trim);
  }

  text(name: string, { required = true, max = MOST_LETTERS }: TextRule = {}): string {
    const text = visible(this.typed[name]?.[0] ?? '');
    if (required && text === '') this.addError(name, 'missing');
    if (text.length > max) this.addError(name, 'too-long');
    return text;
  }

  /** Why something is changed. */
  reason(name = 'reason'): string {
    const text = this.text(name, { required: false, max: 1000 });
    if (text === '') this.addError(name, 'reason-missing');
    return text;
  }

  /** @param error what is said where none of them is chosen */
  choice<T extends string>(name: string, choices: readonly T[], error: ValidationCode = 'unknown-choice'): T {
    const text = this.text(name, { required: false });
    const choice = choices.find((known) => known === text);
    if (choice === undefined) this.addError(name, error);
    return choice ?? choices[0]!;
  }

  flag(name: string): boolean {
    return this.all(name).includes('on');
  }

  /** A whole number; null where it is empty and need not be there. */
  integer(
    name: string,
    { min, max, required = true }: { min: number; max: number; required?: boolean },
  ): number | null {
    const text = this.text(name, { required });
    if (text === '') return null;
    if (!/^\d{1,9}$/.test(text)) this.addError(name, 'not-a-number');
    else if (Number(text) < min || Number(text) > max) this.addError(name, 'out-of-range');
    return Number(text);
  }

  /** An instant in ISO 8601, Korean time without an offset; null where it is empty and need not be there. */
  instant(name: string, { required = true }: TextRule = {}): Date | null {
    const text = this.text(name, { required });
    if (text === '') return null;
    const at = parseInstant(text);
    if (!at) this.addError(name, 'not-an-instant');
    return at;
  }

  /** An https address, or null where it is empty and need not be there. */
  url(name: string, { required = true }: TextRule = {}): string | null {
    return this.#shaped(name, { required, max: LONGEST_URL }, isHttps, 'not-https') || null;
  }
}

/** Paragraphs: the lines of a text area that hold something. */
function linesOf(text: string): string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
