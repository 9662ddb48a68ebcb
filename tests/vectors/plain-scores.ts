// Scores worked out by hand: a test says what each forecast is worth and who stood how long beside whom; here it is only
// averaged. Shares no code with the scores it is compared with.

const MICRO = 1_000_000;

/** What a forecast is worth for one outcome while it stands. */
interface Worth {
  /** Baseline points. */
  points: number;
  /** Mean over the options of (p − o)². */
  error: number;
}

/** A stretch of time on which nothing changed. */
export interface Stretch<Name extends string> {
  hours: number;
  /** The forecasters who are ranked. */
  standing: Partial<Record<Name, Worth>>;
  /** Author, crowd, admins: measured against the ranked, and no part of them. */
  outside?: Partial<Record<Name, Worth>>;
}

export interface PlainScore {
  peerMicro: number;
  baselineMicro: number;
  coverageMillionths: number;
  brierMillionths: number | null;
}

/** Points for a gain of so many nats over the even forecast: certain and right on k of n is worth 100. */
export function pointsOf(seats: number, options: number): (gain: number) => number {
  const even = seats / options;
  const full = options * (even * Math.log(1 / even) + (1 - even) * Math.log(1 / (1 - even)));
  return (gain) => (100 * gain) / full;
}

/** Worth of a forecast for one outcome, from the logarithms of each probability over the even one. */
export function worthOf(permille: number[], outcome: boolean[], seats: number): Worth {
  const even = seats / permille.length;
  const gains = permille.map((p, i) => Math.log(outcome[i] ? p / 1000 / even : (1 - p / 1000) / (1 - even)));
  const errors = permille.map((p, i) => (p / 1000 - Number(outcome[i])) ** 2);
  const gain = gains.reduce((sum, each) => sum + each, 0);
  return { points: pointsOf(seats, permille.length)(gain), error: mean(errors) };
}

/** @param hours the whole horizon: time on which nobody stood, or after the result, counts 0 */
export function scoresByHand<Name extends string>(
  hours: number,
  stretches: Stretch<Name>[],
): Partial<Record<Name, PlainScore>> {
  const scores: Partial<Record<Name, PlainScore>> = {};
  const names = new Set(stretches.flatMap((each) => Object.keys({ ...each.standing, ...each.outside })));
  for (const name of names as Set<Name>) {
    let [peer, baseline, stood, errors] = [0, 0, 0, 0];
    for (const { hours: length, standing, outside } of stretches) {
      const mine = standing[name] ?? outside?.[name];
      if (!mine) continue;
      const others = Object.entries<Worth | undefined>(standing)
        .filter(([other]) => other !== name)
        .map(([, worth]) => worth!.points);
      stood += length;
      baseline += mine.points * length;
      errors += mine.error * length;
      if (others.length > 0) peer += (mine.points - mean(others)) * length;
    }
    scores[name] = {
      peerMicro: rounded((peer / hours) * MICRO),
      baselineMicro: rounded((baseline / hours) * MICRO),
      coverageMillionths: rounded((stood / hours) * MICRO),
      brierMillionths: stood > 0 ? rounded((errors / stood) * MICRO) : null,
    };
  }
  return scores;
}

/** What the even forecast earns where it stands all the time: as much as the ranked are on average below it. */
export function evenByHand(hours: number, stretches: Stretch<string>[]): number {
  const earned = stretches.map(({ hours: length, standing }) => {
    const ranked = Object.values(standing).map((worth) => worth!.points);
    return ranked.length === 0 ? 0 : -mean(ranked) * length;
  });
  return rounded((earned.reduce((sum, each) => sum + each, 0) / hours) * MICRO);
}

/** The score of somebody whose forecasts all came too late. */
export const NOTHING: PlainScore = {
  peerMicro: 0,
  baselineMicro: 0,
  coverageMillionths: 0,
  brierMillionths: null,
};

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** To the nearest whole, and never −0. */
function rounded(value: number): number {
  return Math.round(value) + 0;
}
