// The form of a forecast: a number per option (`p.<option-slug>`, in percent), or `mode=picks` with one `confidence`. Only
// plain ASCII digits are numbers here.
import * as v from 'valibot';
import { balance, confidenceRange, fromPicks, MAX_PERMILLE, MIN_PERMILLE, SEAT } from '#lib/domain/seats.ts';
import { percentNumber, permilleOf } from '#lib/format.ts';
import type { ForecastForm } from '#lib/types/forecast-form.ts';
import { all, formRule, once, parsed, requestId, rule } from '../fields.ts';
import { type FieldError, type Read, readForm, type Typed } from '../form.ts';
import type { ValidationCode } from '../validation-codes.ts';

/** What comes back of a field that is far longer than any number. */
const LONGEST_ECHO = 40;

/** What the form of a question depends on. */
export interface FormField {
  options: readonly string[];
  seats: number;
  isOfCompanies: boolean;
}

export interface Sent {
  requestId: string;
  permille: number[];
}

export const withdrawalForm = v.object({ requestId });

export function readForecast(typed: Typed, field: FormField): Read<Sent> {
  return readForm(isPicks(typed) ? picksForm(field) : numbersForm(field), typed);
}

/** The form with its numbers moved, by one common amount in log-odds, to the nearest sum that holds. */
export function readBalanced(typed: Typed, field: FormField): Read<ForecastForm> {
  const form = typedForecast(typed, field);
  const asTyped = readForecast(typed, field);
  if (!asTyped.errors) return { values: form, errors: null };
  if (isPicks(typed)) return asTyped;
  const read = readForm(numbersForm(field, { mayBeUnbalanced: true }), typed);
  if (read.errors) return read;
  const permille = balance(read.values.permille, field.seats);
  return { values: { ...form, percent: percentsOf(permille, field.options), balanced: true }, errors: null };
}

/** What was typed, for the form that comes back; a request id that is none is replaced. */
export function typedForecast(typed: Typed, { options }: FormField): ForecastForm {
  const echo = (name: string) => (typed[name]?.[0] ?? '').slice(0, LONGEST_ECHO);
  const id = v.safeParse(withdrawalForm, typed);
  return {
    mode: isPicks(typed) ? 'picks' : 'numbers',
    requestId: id.success ? id.output.requestId : crypto.randomUUID(),
    picks: options.filter((slug) => typed['pick']?.includes(slug)),
    confidence: echo('confidence'),
    percent: Object.fromEntries(options.map((slug) => [slug, echo(`p.${slug}`)])),
    errors: {},
    balanced: false,
    basedOn: basedOnOf(typed) ?? null,
  };
}

/** The instant of the forecast that the page had shown, as sent; undefined where a form does not say it. */
export function basedOnOf(typed: Typed): string | undefined {
  return typed['basedOn']?.[0]?.slice(0, LONGEST_ECHO);
}

/** Permille as the form shows them, by option slug. */
export function percentsOf(permille: readonly number[], options: readonly string[]): Record<string, string> {
  return Object.fromEntries(options.map((slug, i) => [slug, percentNumber(permille[i]!)]));
}

function isPicks({ mode }: Typed): boolean {
  return mode?.[0] === 'picks';
}

function percent(missing: ValidationCode) {
  return v.pipe(
    once,
    v.nonEmpty(missing),
    parsed(permilleOf, 'not-a-percent'),
    rule((permille) => (permille < MIN_PERMILLE || permille > MAX_PERMILLE ? 'percent-out-of-range' : null)),
  );
}

function numbersForm({ options, seats }: FormField, { mayBeUnbalanced = false } = {}) {
  const names = options.map((slug) => `p.${slug}`);
  const limit = SEAT * seats;
  const numbers = v.pipe(
    v.object(Object.fromEntries(names.map((name) => [name, percent('missing-percent')]))),
    formRule((values) => {
      const got = Object.values(values).reduce((sum, value) => sum + value, 0);
      return { sum: got === limit || mayBeUnbalanced ? null : { code: 'wrong-sum', got, limit } };
    }),
    v.transform((values) => ({ permille: Object.values(values) })),
  );
  return v.intersect([
    v.object({ mode: once, requestId }),
    numbers,
    withoutOptions((name) => name === 'pick' || name === 'confidence' || isOther(name, names)),
  ]);
}

function picksForm(field: FormField) {
  const { options, seats } = field;
  const { min } = confidenceRange(options.length, seats);
  const code = field.isOfCompanies ? 'pick-below-even' : 'answer-below-even';
  const picks = v.pipe(
    v.object({
      pick: v.pipe(
        all,
        rule((slugs) => errorOfPicks(slugs, field)),
      ),
      confidence: v.pipe(
        percent('missing-confidence'),
        rule((got) => (got < min ? { code, got, limit: min } : null)),
      ),
    }),
    v.transform(({ pick, confidence }) => {
      const indices = pick.map((slug) => options.indexOf(slug));
      return { permille: fromPicks(options.length, seats, indices, confidence) };
    }),
  );
  return v.intersect([
    v.object({ mode: once, requestId }),
    picks,
    withoutOptions((name) => isOther(name, [])),
  ]);
}

function errorOfPicks(slugs: string[], { options, seats, isOfCompanies }: FormField) {
  if (!slugs.every((slug) => options.includes(slug))) return 'unknown-option';
  if (new Set(slugs).size !== slugs.length) return 'duplicate-option';
  if (slugs.length === seats) return null;
  const error: FieldError = { code: 'wrong-pick-count', got: slugs.length, limit: seats };
  return seats === 1 && !isOfCompanies ? 'one-answer' : error;
}

function isOther(name: string, names: readonly string[]): boolean {
  return name.startsWith('p.') && !names.includes(name);
}

/** Refuses options that the form does not have. */
function withoutOptions(isUnknown: (name: string) => boolean) {
  return v.pipe(
    v.looseObject({}),
    formRule((typed) => ({ form: Object.keys(typed).some(isUnknown) ? 'unknown-option' : null })),
    v.transform(() => ({})),
  );
}
