// Reads a forecast form: text as typed in, whole permille out. Only plain ASCII digits are numbers here;
// whatever else is typed comes back as it was, with the fault beside it.
import { balance, confidenceRange, fromPicks, MAX_PERMILLE, MIN_PERMILLE, SEAT } from '#lib/domain/seats.ts';
import { percentNumber, permilleOf } from '#lib/format.ts';
import type { Fault, FaultCode, ForecastForm } from '#lib/types/forecast-form.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** What comes back of a field that is far longer than any number. */
const LONGEST_ECHO = 40;

/** The field that a form speaks of. */
export interface FormField {
  options: readonly string[];
  seats: number;
}

export type Parsed =
  { ok: true; permille: number[]; requestId: string; form: ForecastForm } | { ok: false; form: ForecastForm };

/** Parses either way of forecasting: `mode=picks` with one confidence, or a number per option. */
export function parseForecastForm(data: FormData, field: FormField): Parsed {
  const form = readForm(data, field);
  const permille = form.mode === 'picks' ? readPicks(data, field, form) : readNumbers(data, field, form);
  if (permille === null || form.faults.length > 0) return { ok: false, form };
  return { ok: true, permille, requestId: form.requestId, form };
}

/** The form with its numbers moved, by one common amount in log-odds, to the nearest sum that holds. */
export function balanceForecastForm(data: FormData, field: FormField): Parsed {
  const parsed = parseForecastForm(data, field);
  const { form } = parsed;
  if (parsed.ok || form.mode === 'picks' || form.faults.some((fault) => fault.code !== 'wrong-sum'))
    return parsed;
  const typed = field.options.map((slug) => parsePercent(form.percent[slug] ?? ''));
  if (!typed.every((value) => typeof value === 'number')) return parsed;
  const permille = balance(typed, field.seats);
  const percent = Object.fromEntries(field.options.map((slug, i) => [slug, percentNumber(permille[i]!)]));
  return {
    ok: true,
    permille,
    requestId: form.requestId,
    form: { ...form, percent, faults: [], balanced: true },
  };
}

/** Permille of a typed percent, or what is wrong with it. */
export function parsePercent(typed: string): number | FaultCode {
  if (typed.trim() === '') return 'missing';
  const permille = permilleOf(typed);
  if (permille === null) return 'not-a-number';
  return permille < MIN_PERMILLE || permille > MAX_PERMILLE ? 'out-of-range' : permille;
}

function readForm(data: FormData, field: FormField): ForecastForm {
  const requestId = (textOf(data.get('requestId')) ?? '').trim().toLowerCase();
  const picks = data.getAll('pick').map((value) => textOf(value) ?? '');
  const form: ForecastForm = {
    mode: data.get('mode') === 'picks' ? 'picks' : 'numbers',
    requestId: UUID.test(requestId) ? requestId : crypto.randomUUID(),
    picks: field.options.filter((slug) => picks.includes(slug)),
    confidence: echo(data.get('confidence')),
    percent: Object.fromEntries(field.options.map((slug) => [slug, echo(data.get(`p.${slug}`))])),
    faults: [],
    balanced: false,
  };
  if (!UUID.test(requestId)) form.faults.push({ field: 'requestId', code: 'bad-request-id' });
  form.faults.push(...unexpectedFields(data, field, form.mode));
  return form;
}

/** Fields that this form does not have, and fields given twice. */
function unexpectedFields(data: FormData, field: FormField, mode: ForecastForm['mode']): Fault[] {
  const known = new Set(mode === 'numbers' ? field.options.map((slug) => `p.${slug}`) : []);
  const faults: Fault[] = [];
  // Counted in one pass: asking `getAll` for each name would let a flood of fields hold up everybody.
  const counts = new Map<string, number>();
  for (const name of data.keys()) counts.set(name, (counts.get(name) ?? 0) + 1);
  for (const [name, count] of counts) {
    if (name.startsWith('p.') && !known.has(name)) faults.push({ field: 'sum', code: 'unknown-option' });
    const isForOther = mode === 'numbers' && (name === 'pick' || name === 'confidence');
    if (isForOther) faults.push({ field: 'sum', code: 'unknown-option' });
    if (name !== 'pick' && count > 1) {
      faults.push({
        field: known.has(name) || name === 'confidence' ? name : 'requestId',
        code: 'duplicate',
      });
    }
  }
  return faults.filter((fault, i) => faults.findIndex((other) => isSame(other, fault)) === i);
}

function readNumbers(data: FormData, field: FormField, form: ForecastForm): number[] | null {
  const values = field.options.map((slug) => parsePercent(textOf(data.get(`p.${slug}`)) ?? ''));
  field.options.forEach((slug, i) => {
    const value = values[i];
    if (typeof value === 'string') form.faults.push({ field: `p.${slug}`, code: value });
  });
  if (!values.every((value) => typeof value === 'number')) return null;

  const got = values.reduce((sum, value) => sum + value, 0);
  const limit = SEAT * field.seats;
  if (got !== limit) form.faults.push({ field: 'sum', code: 'wrong-sum', got, limit });
  return values;
}

function readPicks(data: FormData, field: FormField, form: ForecastForm): number[] | null {
  const typed = data.getAll('pick').map((value) => textOf(value) ?? '');
  const indices = typed.map((slug) => field.options.indexOf(slug));
  if (indices.includes(-1)) form.faults.push({ field: 'pick', code: 'unknown-option' });
  if (new Set(typed).size !== typed.length) form.faults.push({ field: 'pick', code: 'duplicate' });
  if (typed.length !== field.seats) {
    form.faults.push({ field: 'pick', code: 'wrong-count', got: typed.length, limit: field.seats });
  }

  const confidence = parsePercent(textOf(data.get('confidence')) ?? '');
  if (typeof confidence === 'string') form.faults.push({ field: 'confidence', code: confidence });
  if (form.faults.length > 0 || typeof confidence === 'string') return null;
  const { min } = confidenceRange(field.options.length, field.seats);
  if (confidence < min) {
    form.faults.push({ field: 'confidence', code: 'confidence-below-even', got: confidence, limit: min });
    return null;
  }
  return fromPicks(field.options.length, field.seats, indices, confidence);
}

function textOf(value: FormDataEntryValue | null): string | null {
  return typeof value === 'string' ? value : null;
}

function echo(value: FormDataEntryValue | null): string {
  return (textOf(value) ?? '').slice(0, LONGEST_ECHO);
}

function isSame(a: Fault, b: Fault): boolean {
  return a.field === b.field && a.code === b.code;
}
