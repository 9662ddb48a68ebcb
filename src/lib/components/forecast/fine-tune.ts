/**
 * Numbers moved by sliders and keys: one moves, the others make room, a locked one stays, the sum always holds.
 * A move starts from the forecast at its beginning, so that going there and back leaves no trace. What is
 * typed and what is locked belongs to the NumbersEditor. No state of its own is shown, so it needs no runes.
 */
import { MAX_PERMILLE, MIN_PERMILLE, rebalance } from '#lib/domain/seats.ts';
import { fit } from './fit.ts';

/** What it moves: the NumbersEditor, as far as it is needed here. */
export interface Numbers {
  readonly limit: number;
  readonly values: readonly (number | null)[];
  /** Another object after every change. */
  readonly percent: object;
  locked: readonly boolean[];
  takeMove(permille: readonly number[]): void;
}

interface Move {
  index: number;
  from: number[];
  /** What the move itself left behind: anything else was typed, balanced or locked since, and ends it. */
  left: object;
  locked: readonly boolean[];
}

export class FineTune {
  readonly #numbers: Numbers;
  #move: Move | null = null;

  constructor(numbers: Numbers) {
    this.#numbers = numbers;
  }

  /** Where a move starts: the numbers, with missing ones given an equal share, at a sum that holds. */
  get #start(): number[] | null {
    const { values, limit, locked } = this.#numbers;
    const known = values.map(knownPermille);
    const missing = known.filter((value) => value === null).length;
    const left = known.reduce<number>((rest, value) => rest - (value ?? 0), limit);
    if (missing === 0 && left === 0) return known as number[];
    const share = Math.min(MAX_PERMILLE, Math.max(MIN_PERMILLE, Math.round(left / missing)));
    return fit(
      known.map((value) => value ?? share),
      limit,
      locked,
    );
  }

  /** Where the slider of an option stands; one that has no number yet stands where a move would start. */
  valueOf(index: number): number {
    const { values, limit } = this.#numbers;
    return knownPermille(values[index] ?? null) ?? this.#start?.[index] ?? Math.round(limit / values.length);
  }

  isSet(index: number): boolean {
    return knownPermille(this.#numbers.values[index] ?? null) !== null;
  }

  /** Whether an option can move: it needs another one that makes room. */
  canMove(index: number): boolean {
    const { locked } = this.#numbers;
    return this.#start !== null && !locked[index] && locked.some((each, i) => i !== index && !each);
  }

  /** Begins a move, where the others are now. */
  grab(index: number): void {
    const from = this.#start;
    const { percent, locked } = this.#numbers;
    this.#move = from && { index, from, left: percent, locked };
  }

  release(): void {
    this.#move = null;
  }

  /** @param permille wanted; it goes to the nearest that is feasible */
  moveTo(index: number, permille: number): void {
    if (!this.canMove(index)) return;
    if (!this.#goesOn(index)) this.grab(index);
    const move = this.#move;
    if (!move) return;
    this.#numbers.takeMove(rebalance(move.from, index, permille, move.locked));
    move.left = this.#numbers.percent;
  }

  moveBy(index: number, permille: number): void {
    this.moveTo(index, this.valueOf(index) + permille);
  }

  /** Only a valid number can be locked. */
  canLock(index: number): boolean {
    return this.#numbers.locked[index] === true || this.isSet(index);
  }

  toggleLock(index: number): void {
    if (!this.canLock(index)) return;
    this.#numbers.locked = this.#numbers.locked.map((each, i) => (i === index ? !each : each));
  }

  #goesOn(index: number): boolean {
    const { percent, locked } = this.#numbers;
    return this.#move?.index === index && this.#move.left === percent && this.#move.locked === locked;
  }
}

function knownPermille(value: number | null): number | null {
  return value !== null && value >= MIN_PERMILLE && value <= MAX_PERMILLE ? value : null;
}
