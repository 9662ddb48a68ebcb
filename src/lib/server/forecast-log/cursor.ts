// Log cursor: the position of a follower in the forecast log. Pure.
//
// Rows commit out of `seq` order, so reading only `seq > highest` would miss late commits. A skipped `seq` is a gap: its row
// may still commit. The gate draws a transaction id before it draws `seq`, so a transaction id that is drawn after a gap was
// seen is higher than that of the gap's transaction: it is the gap's bound. Once a snapshot's xmin has reached the bound, that
// transaction has ended, and a row that the snapshot lacks will never come. See docs/decisions/006-the-log-follower.md.

/** State of the database at the start, read in this order. */
export interface LogStart {
  /** Highest committed `seq`. */
  highest: number;
  /** A transaction id drawn after `highest` was read. */
  bound: number;
  /** Xmin of the snapshot in which the standing forecasts were read. */
  xmin: number;
}

/** Result of one read, in one snapshot, of all gaps and the first rows after the highest `seq`. */
interface LogRead {
  seqs: readonly number[];
  /** Xmin of the snapshot: all transactions below it have ended. */
  xmin: number;
  /** A transaction id drawn by the read, when `needsBound` was true. */
  bound: number | null;
}

export class LogCursor {
  #highest: number;
  /** Bound of each gap; null until one is drawn. */
  readonly #gaps = new Map<number, number | null>();
  /** Rows that `addCommitted` got before a read returned them. */
  readonly #early = new Set<number>();
  #openStart: LogStart | null;

  constructor(start: LogStart) {
    this.#highest = start.highest;
    this.#openStart = start.xmin < start.bound ? start : null;
  }

  /** Highest `seq` that a read has returned. */
  get highest(): number {
    return this.#highest;
  }

  get gaps(): number[] {
    return [...this.#gaps.keys()];
  }

  /** Whether the next read has to draw a transaction id, because a gap has no bound yet. */
  get needsBound(): boolean {
    return this.#gaps.values().some((bound) => bound === null);
  }

  /** Adds a committed row that came from elsewhere than a read. @returns whether it is new */
  addCommitted(seq: number): boolean {
    if (this.#gaps.delete(seq)) return true;
    const isUnread = seq > this.#highest || (this.#openStart !== null && seq <= this.#openStart.highest);
    if (!isUnread || this.#early.has(seq)) return false;
    this.#early.add(seq);
    return true;
  }

  /** Adds the result of a read. @returns its new rows */
  advance({ seqs, xmin, bound }: LogRead): Set<number> {
    const found = this.#closeGaps(new Set(seqs), xmin, bound);
    for (const seq of seqs.toSorted((a, b) => a - b)) {
      if (seq <= this.#highest) continue;
      for (let gap = this.#highest + 1; gap < seq; gap++) {
        if (!this.#early.delete(gap)) this.#gaps.set(gap, null);
      }
      if (!this.#early.delete(seq)) found.add(seq);
      this.#highest = seq;
    }
    return found;
  }

  /** The start, if transactions were open then that could commit rows up to its `highest`, and all have ended by this xmin. */
  startToSettle(xmin: number): LogStart | null {
    const start = this.#openStart;
    return start && start.bound <= xmin ? start : null;
  }

  /** Adds the rows of `listRowsOpenAt` for the open start. @returns the new ones */
  settle(seqs: readonly number[]): Set<number> {
    const { highest = 0 } = this.#openStart ?? {};
    this.#openStart = null;
    const found = new Set(seqs.filter((seq) => !this.#early.has(seq)));
    for (const seq of this.#early) if (seq <= highest) this.#early.delete(seq);
    return found;
  }

  /** @returns the gaps that were filled */
  #closeGaps(seqs: ReadonlySet<number>, xmin: number, bound: number | null): Set<number> {
    const filled = new Set<number>();
    for (const [gap, known] of this.#gaps) {
      const drawn = known ?? bound;
      if (seqs.has(gap)) filled.add(gap);
      if (seqs.has(gap) || (drawn !== null && drawn <= xmin)) this.#gaps.delete(gap);
      else this.#gaps.set(gap, drawn);
    }
    return filled;
  }
}
