/** No estimate of the remaining time is shown below this percentage. */
const MIN_PERCENT_FOR_ESTIMATE = 2;

/** Progress display: a bar updated in place on a terminal, else one line per 10 %. */
export class Progress {
  readonly #total: number;
  readonly #label: string;
  readonly #began = Date.now();
  #shown = -1;

  constructor(label: string, total: number) {
    this.#label = label;
    this.#total = Math.max(1, total);
  }

  /** @param done of the total */
  show(done: number): void {
    const percent = Math.floor((100 * done) / this.#total);
    const isLive = process.stdout.isTTY;
    if (percent === this.#shown || (!isLive && percent % 10 !== 0)) return;
    this.#shown = percent;
    const showsEstimate = percent >= MIN_PERCENT_FOR_ESTIMATE && percent < 100;
    const seconds = Math.round(((Date.now() - this.#began) / 1000) * (this.#total / Math.max(1, done) - 1));
    const filled = Math.round(percent / 5);
    const bar = `[${'#'.repeat(filled)}${'.'.repeat(20 - filled)}]`;
    const line = `${this.#label} ${bar} ${percent}%${showsEstimate ? `, about ${seconds} s left` : ''}`;
    process.stdout.write(isLive ? `\r${line.padEnd(72)}${percent === 100 ? '\n' : ''}` : `${line}\n`);
  }
}
