// A link that fills the form of a forecast: its query has the fields that the form itself sends.
import { randomUUID } from 'node:crypto';
import { fromPicks, picksOf } from '#lib/domain/seats.ts';
import { percentNumber } from '#lib/format.ts';
import type { ForecastForm } from '#lib/types/forecast-form.ts';
import { type FormField, percentsOf, readForecast, typedForecast } from './form.ts';

type LinkField = Pick<FormField, 'options' | 'seats'>;

const FIELD = /^(?:mode|pick|confidence|p\..+)$/;

/** The form as a query fills it; null where that is no forecast on this field. */
export function formOfLink(query: URLSearchParams, { options, seats }: LinkField): ForecastForm | null {
  // Only the words of an error depend on it.
  const field = { options, seats, isOfCompanies: true };
  if (!query.has('mode')) return null;
  const names = [...new Set(query.keys())].filter((name) => FIELD.test(name));
  const typed = Object.fromEntries(names.map((name) => [name, query.getAll(name)]));
  const { errors } = readForecast({ ...typed, requestId: [randomUUID()] }, field);
  return errors ? null : typedForecast(typed, field);
}

/** The query that fills the form with a forecast: by picks where they say all of it. */
export function linkOf(permille: readonly number[], { options, seats }: LinkField): string {
  const picks = picksOf(permille, seats);
  if (picks) {
    const confidence = Math.min(...picks.map((i) => permille[i]!));
    const asPicks = fromPicks(options.length, seats, picks, confidence);
    if (asPicks.every((value, i) => value === permille[i])) {
      const pairs = picks.map((i) => ['pick', options[i]!]);
      const query = [['mode', 'picks'], ...pairs, ['confidence', percentNumber(confidence)]];
      return new URLSearchParams(query).toString();
    }
  }
  const numbers = Object.entries(percentsOf(permille, options)).map(([slug, value]) => [`p.${slug}`, value]);
  return new URLSearchParams([['mode', 'numbers'], ...numbers]).toString();
}
