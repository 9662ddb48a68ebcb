// Randomness that can be repeated: the same seed draws the same numbers on every machine.

/** mulberry32 (Tommy Ettinger): 32 bits of state are plenty for simulated people. */
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

  /** Of mean 0 and standard deviation 1: twelve uniform draws, exact in their sum and the same on every machine. */
  normal(): number {
    let sum = -6;
    for (let i = 0; i < 12; i++) sum += this.uniform();
    return sum;
  }

  /** A stream of its own for a part, so that one part's draws never shift another's. */
  fork(part: number): Random {
    return new Random(Math.imul(this.#state ^ 0x9e3779b9, part + 1) ^ part);
  }
}
