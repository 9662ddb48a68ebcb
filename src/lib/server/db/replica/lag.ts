/** Position of the primary's write-ahead log at an instant. */
interface Sample {
  /** Ms of a monotonic clock, before the position was read. */
  at: number;
  /** Bytes of log before it. */
  position: number;
}

/**
 * How old the data of a replica is, by when the primary's log was where the replica is now. Unlike the time of the last
 * replayed transaction it does not grow while the primary is idle, and it compares no two machines' clocks. Pure.
 */
export class Lag {
  readonly #mostMs: number;
  #samples: Sample[] = [];

  /** @param mostMs samples older than this are forgotten */
  constructor(mostMs: number) {
    this.#mostMs = mostMs;
  }

  add(sample: Sample): void {
    this.#samples = this.#samples.filter(({ at }) => sample.at - at <= this.#mostMs);
    this.#samples.push(sample);
  }

  /** Most ms by which a replica that has replayed up to a position lags; Infinity where it is behind all samples. */
  of(replayed: number, now: number): number {
    const reached = this.#samples.findLast(
      ({ at, position }) => position <= replayed && now - at <= this.#mostMs,
    );
    return reached ? now - reached.at : Infinity;
  }
}
