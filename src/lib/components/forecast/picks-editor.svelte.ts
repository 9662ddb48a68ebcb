/** The state of a forecast made by picks and one confidence: what is ticked, and the forecast it means. */
import { percentNumber, permilleOf } from '#lib/format.ts';
import { confidenceRange, fromPicks } from '#lib/domain/seats.ts';
import type { ForecastForm } from '#lib/types/forecast-form.ts';
import type { QuestionView } from '#lib/types/question.ts';

export class PicksEditor {
  readonly seats: number;
  /** Percent, as a range input has it. */
  readonly min: number;
  readonly max: number;
  readonly #slugs: readonly string[];
  readonly #preset: number;

  #picks = $state.raw<string[]>([]);
  /** Percent. */
  confidence = $state(0);
  #isRefused = $state(false);

  /** True once the reader has changed something. */
  isDirty = $state(false);

  constructor(question: QuestionView, form: ForecastForm) {
    this.seats = question.seats;
    this.#slugs = question.options.map((option) => option.slug);
    const range = confidenceRange(this.#slugs.length, question.seats);
    this.min = Number(percentNumber(range.min));
    this.max = Number(percentNumber(range.max));
    this.#preset = Number(percentNumber(range.preset));
    this.fill(form);
  }

  fill(form: ForecastForm): void {
    this.isDirty = false;
    // Numbers of one's own are more than picks can say: there is nothing to fill in then.
    this.#picks = form.mode === 'picks' ? form.picks.filter((slug) => this.#slugs.includes(slug)) : [];
    this.confidence = (permilleOf(form.confidence) ?? this.#preset * 10) / 10;
    this.#isRefused = false;
  }

  /** Option slugs in the order of tapping. */
  get picks(): string[] {
    return this.#picks;
  }
  set picks(slugs: string[]) {
    this.#picks = slugs;
    this.isDirty = true;
  }

  /** True after a tap beyond the seats until the next change, and where more was ticked before scripts came. */
  get tooMany(): boolean {
    return this.#isRefused || this.picks.length > this.seats;
  }

  /** The one pick of a question with one seat, as a group of radio buttons has it. */
  get pick(): string {
    return this.picks[0] ?? '';
  }
  set pick(slug: string) {
    this.picks = slug ? [slug] : [];
  }

  get missing(): number {
    return Math.max(0, this.seats - this.picks.length);
  }

  /** Permille in the order of the options; null until exactly `seats` are picked. */
  get permille(): number[] | null {
    if (this.picks.length !== this.seats) return null;
    const indices = this.picks.map((slug) => this.#slugs.indexOf(slug));
    return fromPicks(this.#slugs.length, this.seats, indices, Math.round(this.confidence * 10));
  }

  /** Whether a tap on an option may go through; one beyond the seats is refused, never swapped. */
  allowTap(slug: string): boolean {
    this.#isRefused = this.missing === 0 && !this.picks.includes(slug);
    return !this.#isRefused;
  }

  /** Moves the confidence to a whole percent, or to the end of the range that it passed. */
  setConfidence(percent: number): void {
    this.#isRefused = false;
    const whole = percent > this.min && percent < this.max ? Math.round(percent) : percent;
    this.confidence = Math.min(this.max, Math.max(this.min, whole));
  }

  /** Moves the confidence by whole percents; from an end that is none, the first counts up to the next whole one. */
  step(percents: number): void {
    const target = this.confidence + percents;
    this.setConfidence(percents > 0 ? Math.floor(target) : Math.ceil(target));
  }
}
