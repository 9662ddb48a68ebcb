import { fromPicks, picksOf } from '#lib/domain/seats.ts';
import { percentNumber } from '#lib/format.ts';
import type { ForecastForm } from '#lib/types/forecast-form.ts';
import type { QuestionView } from '#lib/types/question.ts';
import { percentsOf } from './form.ts';

/** Numbers that were left on an older edition, as they are on the field of this one. */
export interface Carried {
  /** Slug of the older edition. */
  from: string;
  permille: readonly number[];
}

/**
 * The form of a question as a page first shows it: empty, or filled with the reader's standing forecast, or with what
 * he may carry over from an older edition.
 */
export function formFor(question: QuestionView, carried?: Carried): ForecastForm {
  const slugs = question.options.map(({ slug }) => slug);
  const form: ForecastForm = {
    mode: 'picks',
    requestId: crypto.randomUUID(),
    picks: [],
    confidence: '',
    percent: {},
    errors: {},
    balanced: false,
  };
  if (!question.mine) {
    if (!carried) return form;
    const percent = percentsOf(carried.permille, slugs);
    return { ...form, mode: 'numbers', percent, carriedFrom: carried.from };
  }

  const { permille } = question.mine;
  const percent = percentsOf(permille, slugs);
  const picks = picksOf(permille, question.seats);
  if (!picks) return { ...form, mode: 'numbers', percent };

  const confidence = Math.min(...picks.map((i) => permille[i]!));
  const asPicks = fromPicks(permille.length, question.seats, picks, confidence);
  return {
    ...form,
    mode: asPicks.every((value, i) => value === permille[i]) ? 'picks' : 'numbers',
    picks: picks.flatMap((i) => slugs[i] ?? []),
    confidence: percentNumber(confidence),
    percent,
  };
}
