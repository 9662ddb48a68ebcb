import { fromPicks, picksOf } from '#lib/domain/seats.ts';
import { percentNumber } from '#lib/format.ts';
import type { ForecastForm } from '#lib/types/forecast-form.ts';
import type { QuestionView } from '#lib/types/question.ts';
import { type FormField as Field, percentsOf } from './form.ts';

type FormField = Pick<Field, 'options' | 'seats'>;

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
export function formShowing(permille: readonly number[], { options, seats }: FormField): ForecastForm {
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
