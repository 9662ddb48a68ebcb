// The latest row of every account on one question, in typed arrays: a million rows take tens of megabytes and the newest are
// contiguous. Rows are appended as they arrive and brought into `seq` order when they are read. A newer row of an account
// blanks the old one; blank rows are removed (compacted) when the arrays are full.

const FIRST_CAPACITY = 64;

/** Mutable column store of one question; crowd-tally.ts feeds it with rows of the log. */
export class StandingRows {
  readonly #options: number;
  readonly #slots = new Map<number, number>();
  #length = 0;
  /** How many of the first slots are in `seq` order. */
  #ordered = 0;
  #accounts: Float64Array = new Float64Array(FIRST_CAPACITY);
  #seqs: Float64Array = new Float64Array(FIRST_CAPACITY);
  #weights: Float64Array = new Float64Array(FIRST_CAPACITY);
  #permille: Int16Array;

  /** @param options K, how many options the question has */
  constructor(options: number) {
    this.#options = options;
    this.#permille = new Int16Array(FIRST_CAPACITY * options);
  }

  /** Slots in use, 0..length−1; some are blank and weigh 0. */
  get length(): number {
    return this.#length;
  }

  /** Weight of each slot's account; 0 where it is excluded, has withdrawn, or the slot is blank. */
  get weights(): Float64Array {
    return this.#weights;
  }

  /** Permille of each slot, K values from slot·K on; zeros where withdrawn. */
  get permille(): Int16Array {
    return this.#permille;
  }

  /** Slot of an account's latest row; undefined when it has none. Valid until the next `put` or `sort`. */
  find(account: number): number | undefined {
    return this.#slots.get(account);
  }

  seqAt(slot: number): number {
    return this.#seqs[slot]!;
  }

  isWithdrawn(slot: number): boolean {
    return this.#permille[slot * this.#options] === 0;
  }

  setWeight(slot: number, weight: number): void {
    this.#weights[slot] = weight;
  }

  /**
   * Adds an account's latest row and blanks its earlier one. O(K).
   *
   * @param permille a forecast, shape [K], or null for a withdrawal, which weighs 0
   * @returns its slot
   */
  put(account: number, seq: number, permille: readonly number[] | null, weight: number): number {
    const earlier = this.#slots.get(account);
    if (earlier !== undefined) this.#weights[earlier] = 0;
    this.#slots.delete(account);
    if (this.#length === this.#seqs.length) this.#makeRoom();
    const slot = this.#length++;
    this.#accounts[slot] = account;
    this.#seqs[slot] = seq;
    this.#weights[slot] = permille ? weight : 0;
    const from = slot * this.#options;
    if (permille) this.#permille.set(permille, from);
    else this.#permille.fill(0, from, from + this.#options);
    this.#slots.set(account, slot);
    if (this.#ordered === slot && (slot === 0 || this.#seqs[slot - 1]! < seq)) this.#ordered = this.#length;
    return slot;
  }

  /**
   * Brings the slots into `seq` order, oldest first. Costs nothing where rows arrived in order; else O(n log n) for the n
   * rows from the earliest place of a late one on.
   */
  sort(): void {
    if (this.#ordered === this.#length) return;
    const lowestLate = this.#seqs.subarray(this.#ordered, this.#length).reduce((a, b) => Math.min(a, b));
    let first = this.#ordered;
    while (first > 0 && this.#seqs[first - 1]! > lowestLate) first--;
    const late: { account: number; seq: number; permille: number[] | null; weight: number }[] = [];
    for (let slot = first; slot < this.#length; slot++) {
      if (!this.#isLatest(slot)) continue;
      const values = this.#permille.subarray(slot * this.#options, (slot + 1) * this.#options);
      const permille = this.isWithdrawn(slot) ? null : [...values];
      late.push({
        account: this.#accounts[slot]!,
        seq: this.#seqs[slot]!,
        permille,
        weight: this.#weights[slot]!,
      });
    }
    for (const { account } of late) this.#slots.delete(account);
    this.#length = this.#ordered = first;
    late.sort((a, b) => a.seq - b.seq);
    for (const { account, seq, permille, weight } of late) this.put(account, seq, permille, weight);
  }

  /** Compacts the columns when half of the rows are blank, else doubles them. */
  #makeRoom(): void {
    if (this.#slots.size > this.#length / 2) {
      const capacity = 2 * this.#length;
      this.#accounts = extended(this.#accounts, new Float64Array(capacity));
      this.#seqs = extended(this.#seqs, new Float64Array(capacity));
      this.#weights = extended(this.#weights, new Float64Array(capacity));
      this.#permille = extended(this.#permille, new Int16Array(capacity * this.#options));
      return;
    }
    this.sort();
    let kept = 0;
    for (let slot = 0; slot < this.#length; slot++) if (this.#isLatest(slot)) this.#move(slot, kept++);
    this.#length = this.#ordered = kept;
  }

  #isLatest(slot: number): boolean {
    return this.#slots.get(this.#accounts[slot]!) === slot;
  }

  #move(from: number, to: number): void {
    if (this.#isLatest(from)) this.#slots.set(this.#accounts[from]!, to);
    this.#accounts[to] = this.#accounts[from]!;
    this.#seqs[to] = this.#seqs[from]!;
    this.#weights[to] = this.#weights[from]!;
    this.#permille.copyWithin(to * this.#options, from * this.#options, (from + 1) * this.#options);
  }
}

function extended<Column extends Float64Array | Int16Array>(column: Column, larger: Column): Column {
  larger.set(column);
  return larger;
}
