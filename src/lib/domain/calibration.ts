// Calibration: of the options forecast at about 70 %, how many came true? Reliability bins over the options of resolved
// questions, each with its count and a confidence interval, because counts are small.

import { MAX_PERMILLE, MIN_PERMILLE, SEAT } from './seats.ts';

/** Ten bins of 10 %: fine enough to be useful, wide enough not to be empty. */
const BINS = 10;
/** z-score of the two-sided 95 % interval of the normal distribution. */
const Z = 1.959963984540054;

/** A forecast probability of one option of a resolved question, and the option's outcome. */
interface ResolvedOption {
  /** 1..999 */
  readonly permille: number;
  readonly cameTrue: boolean;
}

/** Options forecast within [from, to) permille. Shares are 0..1. */
export interface CalibrationBin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** Mean forecast of the bin. */
  readonly forecast: number;
  /** Share that came true. */
  readonly cameTrue: number;
  /** 95 % Wilson interval of that share. */
  readonly low: number;
  readonly high: number;
}

/**
 * Reliability bins of equal width, lowest first; empty ones are left out.
 *
 * @param bins number of bins over 0..1000 permille; must divide 1000
 * @throws RangeError when a permille is out of 1..999 or the bins do not divide 1000
 */
export function calibration(resolved: readonly ResolvedOption[], bins = BINS): CalibrationBin[] {
  if (!Number.isInteger(bins) || bins < 1 || SEAT % bins !== 0)
    throw new RangeError(`${bins} bins do not divide ${SEAT}`);
  const width = SEAT / bins;
  const sums = Array.from({ length: bins }, () => ({ count: 0, permille: 0, trues: 0 }));
  for (const { permille, cameTrue } of resolved) {
    if (!(permille >= MIN_PERMILLE && permille <= MAX_PERMILLE))
      throw new RangeError(`not a permille: ${permille}`);
    const bin = sums[Math.floor(permille / width)]!;
    bin.count++;
    bin.permille += permille;
    bin.trues += cameTrue ? 1 : 0;
  }
  return sums.flatMap(({ count, permille, trues }, i) => {
    if (count === 0) return [];
    const shares = { forecast: permille / count / SEAT, cameTrue: trues / count };
    return [{ from: i * width, to: (i + 1) * width, count, ...shares, ...wilsonInterval(trues, count) }];
  });
}

/**
 * Wilson score interval (1927) of a proportion, at 95 %; accurate also for few trials and proportions near 0 or 1.
 *
 * @param successes 0..trials
 * @param trials at least 1
 * @throws RangeError when the counts are broken
 */
export function wilsonInterval(successes: number, trials: number): { low: number; high: number } {
  const counts = Number.isInteger(successes) && Number.isInteger(trials);
  if (!counts || trials < 1 || successes < 0 || successes > trials) {
    throw new RangeError(`${successes} of ${trials} is not a share`);
  }
  const share = successes / trials;
  const scale = 1 + Z ** 2 / trials;
  const centre = (share + Z ** 2 / (2 * trials)) / scale;
  const half = (Z / scale) * Math.sqrt((share * (1 - share)) / trials + Z ** 2 / (4 * trials ** 2));
  // Exact at 0 and 1, where rounding could exceed the bounds.
  return { low: successes === 0 ? 0 : centre - half, high: successes === trials ? 1 : centre + half };
}
