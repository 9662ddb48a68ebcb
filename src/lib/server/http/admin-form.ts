import { isDay, parseInstant } from '#lib/kst.ts';
import type { ValidationErrorCode, AdminFormState } from '#lib/types/admin.ts';
import { isSlug } from '../slug.ts';

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;
/** As the database asks of it. */
const HTTPS = /^https:\/\/[^/\s]+\.\S+$/;
const MOST_LETTERS = 200;
const LONGEST_SLUG = 60;

interface TextRule {
  required?: boolean;
  max?: number;
}

/** Reads a form of the admin pages field by field; what is wrong is kept beside the field, and so is all that was typed. */
export class AdminFormReader {
  readonly #data: FormData;
  readonly #faults = new Map<string, ValidationErrorCode>();

  constructor(data: FormData) {
    this.#data = data;
  }

  get isClean(): boolean {
    return this.#faults.size === 0;
  }

  /** For a 4xx. */
  get form(): AdminFormState {
    const typed = new Map<string, string[]>();
    for (const [name, value] of this.#data)
      if (typeof value === 'string') typed.set(name, [...(typed.get(name) ?? []), value]);
    return { typed: recordOf(typed), faults: recordOf(this.#faults) };
  }

  /** Names what is wrong; of several faults of a field the first is told. */
  fault(name: string, code: ValidationErrorCode): void {
    if (!this.#faults.has(name)) this.#faults.set(name, code);
  }

  all(name: string): string[] {
    return this.#data
      .getAll(name)
      .map((value) => (typeof value === 'string' ? value.replaceAll('\0', '').trim() : ''));
  }

  text(name: string, { required = true, max = MOST_LETTERS }: TextRule = {}): string {
    const typed = this.all(name)[0] ?? '';
    // Letters that nobody can see say nothing.
    const text = /[^\p{C}\p{Z}]/u.test(typed) ? typed : '';
    if (required && text === '') this.fault(name, 'missing');
    if (text.length > max) this.fault(name, 'too-long');
    return text.normalize('NFC');
  }

  /** Why something is changed. */
  reason(name = 'reason'): string {
    const text = this.text(name, { required: false, max: 1000 });
    if (text === '') this.fault(name, 'reason-missing');
    return text;
  }

  /** Paragraphs: the lines of a text area that hold something. */
  lines(name: string, { required = true, max = 4000 }: TextRule = {}): string[] {
    return this.text(name, { required, max })
      .split(/\r?\n/)
      .map((line) => line.trim())
      .filter((line) => line !== '');
  }

  slug(name: string): string {
    const slug = this.text(name, { max: LONGEST_SLUG });
    if (slug !== '' && !isSlug(slug)) this.fault(name, 'slug-shape');
    return slug;
  }

  choice<T extends string>(name: string, choices: readonly T[]): T {
    const text = this.text(name);
    const choice = choices.find((known) => known === text);
    if (choice === undefined) this.fault(name, 'unknown-choice');
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
    if (!/^\d{1,9}$/.test(text)) this.fault(name, 'not-a-number');
    else if (Number(text) < min || Number(text) > max) this.fault(name, 'out-of-range');
    return Number(text);
  }

  /** `YYYY-MM-DD`, or null where it is empty and need not be there. */
  day(name: string, { required = true }: TextRule = {}): string | null {
    const text = this.text(name, { required });
    if (text === '') return null;
    if (!isDay(text)) this.fault(name, 'not-a-day');
    return text;
  }

  /** `HH:MM`, or null where it is empty. */
  time(name: string): string | null {
    const text = this.text(name, { required: false });
    if (text === '') return null;
    if (!TIME.test(text)) this.fault(name, 'not-a-time');
    return text;
  }

  /** An instant in ISO 8601, Korean time without an offset; null where it is empty and need not be there. */
  instant(name: string, { required = true }: TextRule = {}): Date | null {
    const text = this.text(name, { required });
    if (text === '') return null;
    const at = parseInstant(text);
    if (!at) this.fault(name, 'not-an-instant');
    return at;
  }

  /** An https address, or null where it is empty and need not be there. */
  url(name: string, { required = true }: TextRule = {}): string | null {
    const text = this.text(name, { required, max: 500 });
    if (text === '') return null;
    if (!isHttps(text)) this.fault(name, 'not-https');
    return text;
  }
}

export function isHttps(text: string): boolean {
  return HTTPS.test(text) && URL.canParse(text);
}

/** Anybody can name a field: one of `__proto__` is no property, and could not be sent. */
function recordOf<T>(values: Map<string, T>): Record<string, T> {
  return Object.fromEntries([...values].filter(([name]) => name !== '__proto__'));
}
