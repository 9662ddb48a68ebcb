// Seeded random number generator: the same seed gives the same numbers on every machine.

/** mulberry32 (Tommy Ettinger): 32 bits of state are enough for simulated forecasters. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** In [0, 1). */
  uniform(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.uniform();
  }

  /** Mean 0, standard deviation 1: sum of twelve uniform draws minus 6, which gives the same result on every machine. */
  normal(): number {
    let sum = -6;
    for (let i = 0; i < 12; i++) sum += this.uniform();
    return sum;
  }

  /** An independent stream for one part, so that draws of one part never change those of another. */
  fork(part: number): Random {
    return new Random(Math.imul(this.#state ^ 0x9e3779b9, part + 1) ^ part);
  }
}
