// The form of a forecast: a number per option (`p.<option-slug>`, in percent), or `mode=picks` with one `confidence`. Only
// plain ASCII digits are numbers here.
import * as v from 'valibot';
import {
  balance,
  confidenceRange,
  fromPicks,
  MAX_PERMILLE,
  MIN_PERMILLE,
  picksOf,
  SEAT,
} from '#lib/domain/seats.ts';
import { percentNumber, permilleOf } from '#lib/format.ts';
import type { ForecastForm } from '#lib/types/forecast-form.ts';
import {
  all,
  type FieldError,
  formRule,
  once,
  parsed,
  type Read,
  readForm,
  requestId,
  rule,
  type Typed,
} from '../http/fields.ts';
import type { ValidationCode } from '../platform/validation-codes.ts';
import type { QuestionView } from '#lib/types/question.ts';
import { randomUUID } from 'node:crypto';

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
function percentsOf(permille: readonly number[], options: readonly string[]): Record<string, string> {
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

/** Numbers that were left on an older edition, as they are on the field of this one. */
export interface Carried {
  /** Slug of the older edition. */
  from: string;
  permille: readonly number[];
}

/**
 * The form of a question as a page first shows it: empty, or filled with the reader's standing forecast, or with what
 * they may carry over from an older edition.
 */
export function formFor(question: QuestionView, carried?: Carried): ForecastForm {
  const options = question.options.map(({ slug }) => slug);
  const field = { options, seats: question.seats };
  if (question.mine) return { ...formShowing(question.mine.permille, field), basedOn: question.mine.madeAt };
  if (!carried) return EMPTY();
  return { ...formShowing(carried.permille, field), mode: 'numbers', carriedFrom: carried.from };
}

/** The form filled with a forecast: by picks where they say all of it, else by numbers. */
function formShowing(
  permille: readonly number[],
  { options, seats }: Pick<FormField, 'options' | 'seats'>,
): ForecastForm {
  const form = { ...EMPTY(), percent: percentsOf(permille, options) };
  const picks = picksOf(permille, seats);
  if (!picks) return { ...form, mode: 'numbers' };
  const confidence = Math.min(...picks.map((i) => permille[i]!));
  const asPicks = fromPicks(options.length, seats, picks, confidence);
  return {
    ...form,
    mode: asPicks.join() === permille.join() ? 'picks' : 'numbers',
    picks: picks.flatMap((i) => options[i] ?? []),
    confidence: percentNumber(confidence),
  };
}

const EMPTY = (): ForecastForm => ({
  ...{ mode: 'picks', requestId: crypto.randomUUID(), basedOn: '' },
  ...{ picks: [], confidence: '', percent: {}, errors: {}, balanced: false },
});

// A link that fills the form of a forecast: its query has the fields that the form itself sends.

type LinkField = Pick<FormField, 'options' | 'seats'>;

const FIELD = /^(?:mode|pick|confidence|p\..+)$/;

/**
 * The form of a question at an address. A link fills it where the reader has no forecast. Without scripts the form itself
 * is sent here to go on the other way, by picks or by numbers (`as`), with what was chosen as far as it is a forecast. The
 * form says what it is based on; a link of somebody else's does not, so that it replaces no forecast unseen.
 */
export function formAt(query: URLSearchParams, question: QuestionView, carried?: Carried): ForecastForm {
  const standing = formFor(question, carried);
  const as = query.get('as');
  const isSwitch = as === 'picks' || as === 'numbers';
  if (question.mine && !isSwitch) return standing;
  const options = question.options.map(({ slug }) => slug);
  const linked = formOfLink(query, { options, seats: question.seats });
  const form = linked ? { ...linked, basedOn: query.get('basedOn') ?? '' } : standing;
  return isSwitch ? { ...form, mode: as } : form;
}

/** The form as a query fills it; null where that is no forecast on this field. */
export function formOfLink(query: URLSearchParams, { options, seats }: LinkField): ForecastForm | null {
  const mode = query.get('mode');
  if (mode === null) return null;
  const names = [...new Set(query.keys())].filter((name) => FIELD.test(name));
  const typed = Object.fromEntries(names.map((name) => [name, query.getAll(name)]));
  // Only the words of an error depend on `isOfCompanies`.
  const field = { options, seats, isOfCompanies: true };
  const { values } = readForecast({ ...typed, requestId: [randomUUID()] }, field);
  if (!values) return null;
  return { ...formShowing(values.permille, field), mode: mode === 'picks' ? 'picks' : 'numbers' };
}

/** The query that fills the form with a forecast. */
export function linkOf(permille: readonly number[], { options, seats }: LinkField): string {
  const { mode, picks, confidence, percent } = formShowing(permille, { options, seats });
  const fields =
    mode === 'picks'
      ? [...picks.map((slug) => ['pick', slug]), ['confidence', confidence]]
      : Object.entries(percent).map(([slug, value]) => [`p.${slug}`, value]);
  return new URLSearchParams([['mode', mode], ...fields]).toString();
}
