/** The state of a forecast typed as one number per option: the texts as typed, and what they add up to. */
import { percentNumber, permilleOf } from '#lib/format.ts';
import { isForecast, MAX_PERMILLE, MIN_PERMILLE, SEAT } from '#lib/domain/seats.ts';
import { zip } from '#lib/domain/zip.ts';
import type { ForecastForm } from '#lib/types/forecast-form.ts';
import type { QuestionView } from '#lib/types/question.ts';
import { fit } from './fit.ts';

export class NumbersEditor {
  readonly seats: number;
  /** Permille that the numbers must add up to. */
  readonly limit: number;
  readonly #slugs: readonly string[];

  /** Percent by option slug, as typed. */
  percent = $state.raw<Record<string, string>>({});
  /** Whether each option must keep its number while others move. */
  locked = $state.raw<readonly boolean[]>([]);

  /** True once the reader has changed something. */
  isDirty = $state(false);
  /** True where the last change was a move, which changed the others along. */
  isMoved = $state(false);

  constructor(question: QuestionView, form: ForecastForm) {
    this.seats = question.seats;
    this.limit = SEAT * question.seats;
    this.#slugs = question.options.map((option) => option.slug);
    this.fill(form);
  }

  fill(form: ForecastForm): void {
    this.isDirty = false;
    this.isMoved = false;
    this.percent = Object.fromEntries(this.#slugs.map((slug) => [slug, form.percent[slug] ?? '']));
    this.locked = this.#slugs.map(() => false);
  }

  type(slug: string, text: string): void {
    this.isDirty = true;
    this.isMoved = false;
    this.percent = { ...this.percent, [slug]: text };
  }

  fillFrom(permille: readonly number[]): void {
    this.percent = Object.fromEntries(zip(this.#slugs, permille.map(percentNumber)));
  }

  /** The reader moved one number, and the others made room. */
  takeMove(permille: readonly number[]): void {
    this.isDirty = true;
    this.isMoved = true;
    this.fillFrom(permille);
  }

  get isBlank(): boolean {
    return Object.values(this.percent).every((text) => text.trim() === '');
  }

  /** Permille as typed, in the order of the options; null where it is no number. The range is not checked. */
  get values(): (number | null)[] {
    return this.#slugs.map((slug) => permilleOf(this.percent[slug] ?? ''));
  }

  /** Permille of what is typed so far; null where something typed is not a number. */
  get sum(): number | null {
    let total = 0;
    for (const slug of this.#slugs) {
      const text = (this.percent[slug] ?? '').trim();
      if (text === '') continue;
      const value = permilleOf(text);
      if (value === null) return null;
      total += value;
    }
    return total;
  }

  /** The forecast, once the numbers are one. */
  get permille(): number[] | null {
    const values = this.values.map((value) => value ?? 0);
    return isForecast(values, values.length, this.seats) ? values : null;
  }

  /** Whether every field holds a probability, so that only the sum may be wrong. */
  get isWhole(): boolean {
    return this.values.every((value) => value !== null && value >= MIN_PERMILLE && value <= MAX_PERMILLE);
  }

  /** The numbers at the sum they must have; null where one is missing, or the locked ones leave no room. */
  get balanced(): number[] | null {
    return this.isWhole ? fit(this.values as number[], this.limit, this.locked) : null;
  }
}
