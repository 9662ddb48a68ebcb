// Where to go on reading in the log. Rows are committed out of the order of their `seq`: whoever only asked
// for "after the last I saw" would miss the late ones, so the last minute is read again and what is known skipped.

/** A transaction that drew its `seq` longer ago than this has been ended by the server. */
const OVERLAP_MS = 60_000;

export class Tail {
  /** Marks of (time, highest seq seen by then), oldest first. */
  #marks: { at: number; seq: number }[];
  #seen = new Set<number>();

  constructor(seq: number) {
    this.#marks = [{ at: 0, seq }];
  }

  /** How many rows are remembered: those that may be read again. */
  get size(): number {
    return this.#seen.size;
  }

  /** The place after which to read. */
  from(): number {
    return this.#marks[0]?.seq ?? 0;
  }

  /** True the first time that a row is met. */
  isNew(seq: number, now: number): boolean {
    if (this.#seen.has(seq)) return false;
    this.#seen.add(seq);
    const last = this.#marks.at(-1);
    if (!last || seq > last.seq) this.#marks.push({ at: now, seq });
    return true;
  }

  /**
   * The log has been read from `from()`, beginning at `startedAt`, and all of it taken in. The place moves by
   * that time alone: after a pause, what was committed late meanwhile has yet to be read.
   */
  hasRead(startedAt: number): void {
    while ((this.#marks[1]?.at ?? Infinity) <= startedAt - OVERLAP_MS) this.#marks.shift();
    const floor = this.from();
    for (const seq of this.#seen) if (seq <= floor) this.#seen.delete(seq);
  }
}
