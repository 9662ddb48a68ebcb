// A link that fills the form of a forecast: its query has the fields that the form itself sends.
import { randomUUID } from 'node:crypto';
import type { ForecastForm } from '#lib/types/forecast-form.ts';
import type { QuestionView } from '#lib/types/question.ts';
import { type FormField, readForecast } from './form.ts';
import { type Carried, formFor, formShowing } from './form-state.ts';

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
