// Position of a reader in the forecast log. Pure: it reads nothing and never looks at a clock.
//
// Rows commit out of `seq` order, so reading only `seq > highest` would miss late commits. A `seq` that was skipped is a
// gap: its row may still commit. The gate draws a transaction id before it draws `seq`. So when a reader has seen a row,
// every lower `seq` belongs to a transaction whose id is below any id drawn from then on: such an id is the bound of the
// gap. A snapshot whose xmin has reached the bound sees the row if it was committed; if it does not, no later one will.

/** The state of the database in which a reader begins. */
export interface LogStart {
  /** Highest `seq` that was committed; read first. */
  highest: number;
  /** A transaction id drawn after `highest` was read. */
  bound: number;
  /** Xmin of the snapshot in which the standing forecasts were read, after `bound` was drawn. */
  xmin: number;
}

/** One read, in one snapshot: of all gaps, and of the first rows after the highest `seq`. */
export interface LogRead {
  seqs: readonly number[];
  /** Xmin of the snapshot: every transaction below it has ended. */
  xmin: number;
  /** A transaction id drawn by the read; needed where `needsBound`. */
  bound: number | null;
}

export class LogCursor {
  #highest: number;
  /** Bound of each gap; null until one is drawn. */
  readonly #gaps = new Map<number, number | null>();
  /** Rows that were handed in and that no read has passed yet. */
  readonly #handed = new Set<number>();
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

  /** Whether the next read has to draw a transaction id: some gap has no bound yet. */
  get needsBound(): boolean {
    return this.#gaps.values().some((bound) => bound === null);
  }

  /** Takes in a committed row that came by another way than a read. @returns whether it is new */
  hand(seq: number): boolean {
    if (this.#gaps.delete(seq)) return true;
    const isUnread = seq > this.#highest || (this.#openStart !== null && seq <= this.#openStart.highest);
    if (!isUnread || this.#handed.has(seq)) return false;
    this.#handed.add(seq);
    return true;
  }

  /** Takes in a read. @returns which of its rows are new */
  advance({ seqs, xmin, bound }: LogRead): Set<number> {
    const found = this.#closeGaps(new Set(seqs), xmin, bound);
    for (const seq of seqs.toSorted((a, b) => a - b)) {
      if (seq <= this.#highest) continue;
      for (let gap = this.#highest + 1; gap < seq; gap++) {
        if (!this.#handed.delete(gap)) this.#gaps.set(gap, null);
      }
      if (!this.#handed.delete(seq)) found.add(seq);
      this.#highest = seq;
    }
    return found;
  }

  /** The start, where rows below its highest `seq` were open then and have all ended by a snapshot of this xmin. */
  startToSettle(xmin: number): LogStart | null {
    const start = this.#openStart;
    return start && start.bound <= xmin ? start : null;
  }

  /** Takes in the rows up to the start's highest `seq` that may have been open then. @returns which of them are new */
  settle(seqs: readonly number[]): Set<number> {
    const { highest = 0 } = this.#openStart ?? {};
    this.#openStart = null;
    const found = new Set(seqs.filter((seq) => !this.#handed.has(seq)));
    for (const seq of this.#handed) if (seq <= highest) this.#handed.delete(seq);
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
