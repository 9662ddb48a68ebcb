// How far a publication is. The worker thread writes it to shared memory, the main thread reads it there.

/** In order; `boards` counts leaderboards, the others count rows. */
const STEPS = ['waiting', 'reading', 'scoring', 'scores', 'lines', 'boards', 'committing'] as const;
type Step = (typeof STEPS)[number];

export interface Progress {
  step: Step;
  done: number;
  /** 0 where it is not known. */
  total: number;
}

/** Takes the progress of a publication; without `total` it is not known. */
export type Report = (step: Step, done?: number, total?: number) => void;

/** Bytes of shared memory for one publication's progress: step, done and total. */
const BYTES = 3 * Int32Array.BYTES_PER_ELEMENT;

export function shareProgress(): SharedArrayBuffer {
  return new SharedArrayBuffer(BYTES);
}

export function reportTo(shared: SharedArrayBuffer): Report {
  const numbers = new Int32Array(shared);
  return (step, done = 0, total = 0) => numbers.set([STEPS.indexOf(step), done, total]);
}

export function readProgress(shared: SharedArrayBuffer): Progress {
  const [step = 0, done = 0, total = 0] = new Int32Array(shared);
  return { step: STEPS[step] ?? 'waiting', done, total };
}
