// The standing forecasts of one question in memory, always in the log's order. No I/O.

interface Entry {
  seq: number;
  /** Null once withdrawn: kept, so that an older row that arrives late cannot come back. */
  permille: number[] | null;
}

/** Class because it has identity: one per question, fed by the keeper as rows of the log arrive. */
export class Standing {
  #entries = new Map<number, Entry>();
  #lastSeq = 0;

  /** Highest place in the log that has been taken in. */
  get lastSeq(): number {
    return this.#lastSeq;
  }

  /** Takes in a row of the log; rows may arrive late, out of order and twice. */
  take(account: number, seq: number, permille: number[] | null): boolean {
    const known = this.#entries.get(account);
    if (known && known.seq >= seq) return false;
    this.#entries.delete(account);
    this.#entries.set(account, { seq, permille });
    if (seq < this.#lastSeq) this.#sort();
    this.#lastSeq = Math.max(this.#lastSeq, seq);
    return true;
  }

  /** Forecasts that stand and count, oldest first. */
  list(outside: ReadonlySet<number>): number[][] {
    const forecasts: number[][] = [];
    for (const [account, { permille }] of this.#entries) {
      if (permille !== null && !outside.has(account)) forecasts.push(permille);
    }
    return forecasts;
  }

  #sort(): void {
    this.#entries = new Map([...this.#entries].sort(([, a], [, b]) => a.seq - b.seq));
  }
}
