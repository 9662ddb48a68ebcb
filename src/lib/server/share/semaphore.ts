export interface TurnOptions {
  /** So many work at once. */
  atOnce: number;
  /** So many wait at most, each at most so long; whoever else comes is refused. */
  waiting: number;
  longestMs: number;
  refused: () => Error;
}

interface Waiting {
  start: () => void;
  timer: NodeJS.Timeout;
}

/** Lets few at once do something, in the order in which they came. */
export class Semaphore {
  readonly #options: TurnOptions;
  readonly #waiting = new Set<Waiting>();
  #working = 0;

  constructor(options: TurnOptions) {
    this.#options = options;
  }

  async take<T>(work: () => Promise<T>): Promise<T> {
    if (this.#working < this.#options.atOnce) this.#working++;
    else await this.#wait();
    try {
      return await work();
    } finally {
      this.#pass();
    }
  }

  /** Hands the turn to whoever has waited longest: the number at work stays the same. */
  #pass(): void {
    const [next] = this.#waiting;
    if (!next) {
      this.#working--;
      return;
    }
    this.#waiting.delete(next);
    clearTimeout(next.timer);
    next.start();
  }

  #wait(): Promise<void> {
    const { waiting, longestMs, refused } = this.#options;
    if (this.#waiting.size >= waiting) return Promise.reject(refused());
    return new Promise((start, refuse) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(entry);
        refuse(refused());
      }, longestMs);
      const entry: Waiting = { start, timer };
      this.#waiting.add(entry);
    });
  }
}
