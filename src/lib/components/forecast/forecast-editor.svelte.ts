/**
 * The state of a forecast form: picks with one confidence, or a number per option, and the forecast that they mean.
 * Numbers that are moved or typed make the others change with them, so that the sum holds; a locked one stays.
 */
import { percentNumber, permilleOf } from '#lib/format.ts';
import { confidenceRange, fromPicks, isForecast, picksOf, rebalance, SEAT } from '#lib/domain/seats.ts';
import { zip } from '#lib/domain/zip.ts';
import type { ForecastForm } from '#lib/types/forecast-form.ts';
import type { QuestionView } from '#lib/types/question.ts';
import { fit, makeRoom, possible, reach } from './room.ts';

/** What a form keeps while its reader is on another page. */
export type Kept = Pick<ForecastForm, 'mode' | 'picks' | 'confidence' | 'percent' | 'basedOn'> & {
  locked: readonly boolean[];
};

/** What is wrong with a typed number: no number, not from 0.1 to 99.9, or not possible beside the locked ones (permille). */
export type Fault = 'not-a-percent' | 'out-of-range' | { low: number; high: number };

export class ForecastEditor {
  readonly seats: number;
  /** Permille that numbers must add up to. */
  readonly limit: number;
  /** Ends of the confidence in percent, as a range input has them. */
  readonly min: number;
  readonly max: number;
  readonly #preset: number;
  readonly #slugs: readonly string[];

  mode = $state.raw<ForecastForm['mode']>('picks');
  #picks = $state.raw<readonly string[]>([]);
  /** Percent. */
  confidence = $state(0);
  #isRefused = $state(false);
  /** Whether the picks were changed after the numbers. */
  #isPicksNewer = false;

  /** Percent by option slug, as typed. */
  percent = $state.raw<Readonly<Record<string, string>>>({});
  /** Whether each option must keep its number while others move. */
  locked = $state.raw<readonly boolean[]>([]);
  /** The option whose number is being typed and has not taken effect. */
  #typing = $state.raw<number | null>(null);
  /** Options whose numbers were typed, the last one at the end. */
  #typed = $state.raw<readonly number[]>([]);
  /** The forecast at the start of a move, so that moving there and back restores it. Any other change ends the move. */
  #move: { index: number; from: number[]; left: object; locked: readonly boolean[] } | null = null;

  /** The reader has changed something. */
  isDirty = $state(false);
  /** The last change moved the other numbers along. */
  isMoved = $state(false);
  basedOn = $state.raw<ForecastForm['basedOn']>('');

  constructor(question: QuestionView, form: ForecastForm) {
    this.seats = question.seats;
    this.limit = SEAT * question.seats;
    this.#slugs = question.options.map((option) => option.slug);
    const range = confidenceRange(this.#slugs.length, question.seats);
    this.min = Number(percentNumber(range.min));
    this.max = Number(percentNumber(range.max));
    this.#preset = range.preset;
    this.fill(form);
  }

  fill(form: Omit<Kept, 'locked'> & Partial<Kept>): void {
    this.mode = form.mode;
    this.#picks = form.picks.filter((slug) => this.#slugs.includes(slug));
    this.confidence = (permilleOf(form.confidence) ?? this.#preset) / 10;
    this.#isRefused = false;
    this.#isPicksNewer = false;
    this.percent = Object.fromEntries(this.#slugs.map((slug) => [slug, form.percent[slug] ?? '']));
    this.locked = this.#slugs.map((_, i) => form.locked?.[i] ?? false);
    this.#typing = null;
    this.#typed = [];
    this.isDirty = false;
    this.isMoved = false;
    this.basedOn = form.basedOn;
  }

  keep(): Kept {
    const { mode, picks, percent, locked, basedOn } = this;
    return { mode, picks, confidence: String(this.confidence), percent, locked, basedOn };
  }

  /** Permille in the order of the options; null while there is no whole forecast. */
  get permille(): number[] | null {
    if (this.mode === 'picks') return this.#permilleOfPicks;
    const values = this.values.map((value) => value ?? 0);
    return isForecast(values, values.length, this.seats) ? values : null;
  }

  /** Changes between picks and numbers; keeps the forecast as far as the other mode can express it. */
  switchTo(mode: ForecastForm['mode']): void {
    this.settle();
    const { permille } = this;
    const isBehind = this.#isPicksNewer || this.isBlank;
    this.mode = mode;
    if (!permille) return;
    if (mode === 'numbers') {
      if (isBehind) this.#takeNumbers(permille);
      this.#isPicksNewer = false;
    } else {
      const picks = picksOf(permille, this.seats) ?? [];
      this.#picks = picks.map((i) => this.#slugs[i]!);
      if (picks.length > 0) this.#setConfidence(Math.min(...picks.map((i) => permille[i]!)) / 10);
    }
  }

  // Picks

  /** Option slugs in the order of tapping. */
  get picks(): string[] {
    return [...this.#picks];
  }
  set picks(slugs: string[]) {
    this.#picks = slugs;
    this.#touchPicks();
  }

  /** The one pick of a question with one seat, as a group of radio buttons has it. */
  get pick(): string {
    return this.#picks[0] ?? '';
  }
  set pick(slug: string) {
    this.picks = slug ? [slug] : [];
  }

  /** True after a tap beyond the seats until the next change, and where more was ticked before scripts came. */
  get tooMany(): boolean {
    return this.#isRefused || this.#picks.length > this.seats;
  }

  get missing(): number {
    return Math.max(0, this.seats - this.#picks.length);
  }

  get #permilleOfPicks(): number[] | null {
    if (this.#picks.length !== this.seats) return null;
    const indices = this.#picks.map((slug) => this.#slugs.indexOf(slug));
    return fromPicks(this.#slugs.length, this.seats, indices, Math.round(this.confidence * 10));
  }

  /** Whether a tap on an option may go through; one beyond the seats is refused, never swapped. */
  allowTap(slug: string): boolean {
    this.#isRefused = this.missing === 0 && !this.#picks.includes(slug);
    return !this.#isRefused;
  }

  /** Moves the confidence to a whole percent, or to the end of the range that it passed. */
  slideTo(percent: number): void {
    this.#setConfidence(percent > this.min && percent < this.max ? Math.round(percent) : percent);
    this.#touchPicks();
  }

  /** Moves the confidence by whole percents; from an end that is none, the first counts up to the next whole one. */
  slideBy(percents: number): void {
    const target = this.confidence + percents;
    this.slideTo(percents > 0 ? Math.floor(target) : Math.ceil(target));
  }

  #setConfidence(percent: number): void {
    this.confidence = Math.min(this.max, Math.max(this.min, percent));
  }

  #touchPicks(): void {
    this.#isRefused = false;
    this.#isPicksNewer = true;
    this.isDirty = true;
  }

  // Numbers

  /** Permille as typed, in the order of the options; null where it is no number. The range is not checked. */
  get values(): (number | null)[] {
    return this.#slugs.map((slug) => permilleOf(this.percent[slug] ?? ''));
  }

  get isBlank(): boolean {
    return Object.values(this.percent).every((text) => text.trim() === '');
  }

  get isTyping(): boolean {
    return this.#typing !== null;
  }

  /** Permille of what is typed so far; null where something typed is no number. */
  get sum(): number | null {
    const typed = zip(this.#slugs, this.values).filter(([slug]) => this.percent[slug]?.trim());
    if (typed.some(([, value]) => value === null)) return null;
    return typed.reduce((total, [, value]) => total + value!, 0);
  }

  /** The numbers at the sum they must have; null where one is missing, or the locked ones leave no room. */
  get balanced(): number[] | null {
    const values = this.#possible;
    return values.includes(null) ? null : fit(values, this.limit, this.locked);
  }

  get #possible(): (number | null)[] {
    return this.values.map(possible);
  }

  type(slug: string, text: string): void {
    this.#typing = this.#slugs.indexOf(slug);
    this.percent = { ...this.percent, [slug]: text };
    this.#touchNumbers(false);
  }

  /** Applies the number being typed: the others make room for it. @returns whether any number changed */
  settle(): boolean {
    const index = this.#typing;
    this.#typing = null;
    if (index === null) return false;
    const room = this.#roomFor(index);
    this.#typed = [...this.#typed.filter((each) => each !== index), index];
    if (!room || room.join() === this.values.join()) return false;
    this.#takeNumbers(room);
    this.#touchNumbers(true);
    return true;
  }

  /** What is wrong with the number of an option, once it is typed; null where nothing is. */
  faultOf(index: number): Fault | null {
    const text = this.percent[this.#slugs[index]!] ?? '';
    if (index === this.#typing || text.trim() === '') return null;
    if (this.values[index] === null) return 'not-a-percent';
    if (!this.isSet(index)) return 'out-of-range';
    if (this.#typed.at(-1) !== index || this.#roomFor(index)) return null;
    return reach(this.#possible, index, this.limit, this.locked);
  }

  #roomFor(index: number): number[] | null {
    if (!this.isSet(index)) return null;
    return makeRoom(this.#possible, index, this.limit, this.locked, this.#typed);
  }

  /** Brings the numbers to the sum they must have. */
  balance(): void {
    const { balanced } = this;
    if (!balanced) return;
    this.#takeNumbers(balanced);
    this.#touchNumbers(true);
  }

  /** Where the slider of an option stands; one that has no number yet stands where a move would start. */
  valueOf(index: number): number {
    const start = this.#possible[index] ?? this.#start?.[index];
    return start ?? Math.round(this.limit / this.#slugs.length);
  }

  isSet(index: number): boolean {
    return this.#possible[index] !== null;
  }

  /** Whether an option can move: it needs another one that makes room. */
  canMove(index: number): boolean {
    const { locked } = this;
    return this.#start !== null && !locked[index] && locked.some((each, i) => i !== index && !each);
  }

  /** @param permille wanted; it goes to the nearest that is feasible */
  moveTo(index: number, permille: number): void {
    const start = this.#start;
    if (!start || !this.canMove(index)) return;
    const isNew =
      this.#move?.index !== index || this.#move.left !== this.percent || this.#move.locked !== this.locked;
    const from = isNew ? start : this.#move!.from;
    this.#takeNumbers(rebalance(from, index, permille, this.locked));
    this.#move = { index, from, left: this.percent, locked: this.locked };
    this.#touchNumbers(true);
  }

  moveBy(index: number, permille: number): void {
    this.moveTo(index, this.valueOf(index) + permille);
  }

  /** Only a valid number can be locked. */
  canLock(index: number): boolean {
    return this.locked[index] === true || this.isSet(index);
  }

  toggleLock(index: number): void {
    if (this.canLock(index)) this.locked = this.locked.map((each, i) => (i === index ? !each : each));
  }

  /** Where a move starts; null where the locked numbers leave no room. */
  get #start(): number[] | null {
    return fit(this.#possible, this.limit, this.locked);
  }

  #takeNumbers(permille: readonly number[]): void {
    this.percent = Object.fromEntries(zip(this.#slugs, permille.map(percentNumber)));
  }

  #touchNumbers(isMoved: boolean): void {
    this.isDirty = true;
    this.isMoved = isMoved;
  }
}
