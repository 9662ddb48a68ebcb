import type { LogColumns } from '#lib/domain/score-columns.ts';

const FIRST_ROWS = 1024;

/** The crowd's odds from an instant on; null once everybody has withdrawn. */
export interface CrowdRow {
  /** Ms since the epoch. */
  at: number;
  permille: readonly number[] | null;
}

/** A question's log in columns that grow, always in the order of `seq`. Account 0 is the crowd's and has no rows. */
export class GrowingLog {
  readonly #options: number;
  #length = 0;
  #seq = new Float64Array(FIRST_ROWS);
  #account = new Int32Array(FIRST_ROWS);
  #madeAt = new Float64Array(FIRST_ROWS);
  #permille: Uint16Array;
  #isSorted = true;

  constructor(options: number) {
    this.#options = options;
    this.#permille = new Uint16Array(FIRST_ROWS * options);
  }

  get length(): number {
    return this.#length;
  }

  /** Takes in a row, which may come late. */
  take(seq: number, account: number, madeAt: number, permille: readonly number[] | null): void {
    const row = this.#length++;
    if (row === this.#seq.length) this.#grow();
    if (row > 0 && seq < this.#seq[row - 1]!) this.#isSorted = false;
    this.#seq[row] = seq;
    this.#account[row] = account;
    this.#madeAt[row] = madeAt;
    this.#permille.set(permille ?? new Uint16Array(this.#options), row * this.#options);
  }

  /** The log with the crowd's odds at their times, as the domain scores it. */
  columns(crowd: readonly CrowdRow[], isOutside: ArrayLike<number>): LogColumns {
    if (!this.#isSorted) this.#sort();
    const options = this.#options;
    const rows = this.#length + crowd.length;
    const merged = {
      account: new Int32Array(rows),
      madeAt: new Float64Array(rows),
      permille: new Uint16Array(rows * options),
      outside: new Uint8Array(rows),
    };
    let at = 0;
    let next = 0;
    const takeCrowd = (until: number) => {
      for (; next < crowd.length && crowd[next]!.at <= until; next++, at++) {
        merged.madeAt[at] = crowd[next]!.at;
        merged.permille.set(crowd[next]!.permille ?? [], at * options);
        merged.outside[at] = 1;
      }
    };
    for (let row = 0; row < this.#length; row++, at++) {
      takeCrowd(this.#madeAt[row]!);
      merged.account[at] = this.#account[row]!;
      merged.madeAt[at] = this.#madeAt[row]!;
      for (let i = 0; i < options; i++) {
        merged.permille[at * options + i] = this.#permille[row * options + i]!;
      }
      merged.outside[at] = isOutside[this.#account[row]!]!;
    }
    takeCrowd(Infinity);
    return merged;
  }

  #grow(): void {
    const rows = this.#seq.length * 2;
    this.#seq = copyInto(new Float64Array(rows), this.#seq);
    this.#account = copyInto(new Int32Array(rows), this.#account);
    this.#madeAt = copyInto(new Float64Array(rows), this.#madeAt);
    this.#permille = copyInto(new Uint16Array(rows * this.#options), this.#permille);
  }

  #sort(): void {
    const order = Array.from({ length: this.#length }, (_, row) => row);
    order.sort((a, b) => this.#seq[a]! - this.#seq[b]!);
    const { length } = this.#seq;
    const options = this.#options;
    const permille = new Uint16Array(length * options);
    order.forEach((row, to) => {
      permille.set(this.#permille.subarray(row * options, (row + 1) * options), to * options);
    });
    this.#permille = permille;
    this.#account = copyInto(
      new Int32Array(length),
      order.map((row) => this.#account[row]!),
    );
    this.#madeAt = copyInto(
      new Float64Array(length),
      order.map((row) => this.#madeAt[row]!),
    );
    this.#seq = copyInto(
      new Float64Array(length),
      order.map((row) => this.#seq[row]!),
    );
    this.#isSorted = true;
  }
}

function copyInto<T extends { set(from: ArrayLike<number>): void }>(to: T, from: ArrayLike<number>): T {
  to.set(from);
  return to;
}
