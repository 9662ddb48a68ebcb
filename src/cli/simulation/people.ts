import { logit, shiftToSum } from '#lib/domain/log-odds.ts';
import { balance } from '#lib/domain/seats.ts';
import type { Random } from './random.ts';
import type { ReplayQuestion } from './questions.ts';

/** A simulated forecaster: invented, and called simulated wherever it shows. */
export interface SimulatedForecaster {
  handle: string;
  joinsAt: number;
  /** 0 sees nothing of what will come, 1 nearly all of it. */
  skill: number;
  /** Forecasts a question, on average. */
  activity: number;
  /** How far from the middle all opinions lie: over 1 is over-confident. */
  boldness: number;
  /** Likes and dislikes by option slug, in log-odds, whatever the question. */
  bias: ReadonlyMap<string, number>;
}

export interface PlannedForecast {
  at: number;
  /** Index of the forecaster. */
  who: number;
  question: string;
  /** Null withdraws. */
  permille: number[] | null;
}

/** How far certain knowledge of the outcome moves an opinion, in log-odds. */
const TRUTH = 2.4;
const NOISE = 0.9;
const BIAS = 0.55;
/** Of all forecasters, so many withdraw from a question at some time. */
const WITHDRAWS = 0.06;
const [LOWEST, HIGHEST] = [0.02, 0.98];
const MINUTE_MS = 60_000;

export function drawForecasters(
  count: number,
  random: Random,
  slugs: readonly string[],
  from: number,
  until: number,
): SimulatedForecaster[] {
  const digits = Math.max(4, String(count).length);
  return Array.from({ length: count }, (_, i) => {
    const own = random.fork(i);
    return {
      handle: `sim-${String(i + 1).padStart(digits, '0')}`,
      // More come early and at the end than in between.
      joinsAt: from + (until - from) * own.uniform() ** 1.7 * 0.97,
      skill: own.uniform() ** 1.5,
      activity: 0.6 + 3 * own.uniform() ** 2,
      boldness: own.between(0.5, 1.5),
      bias: new Map(slugs.map((slug) => [slug, BIAS * own.normal()])),
    };
  });
}

/** Everything that one forecaster does on one question, in the order of time. */
export function planForecasts(
  forecaster: SimulatedForecaster,
  who: number,
  question: ReplayQuestion,
  random: Random,
): PlannedForecast[] {
  const from = Math.max(question.opensAt, forecaster.joinsAt) + MINUTE_MS;
  if (from >= question.closesAt || random.uniform() > 0.45 + 0.15 * forecaster.activity) return [];
  const times = Array.from(
    { length: Math.max(1, Math.round(forecaster.activity * 2 * random.uniform())) },
    () => Math.floor(from + (question.closesAt - from) * random.uniform()),
  ).sort((a, b) => a - b);
  const plan: PlannedForecast[] = times.map((at) => ({
    at,
    who,
    question: question.slug,
    permille: opinion(forecaster, question, at, random),
  }));
  const last = times.at(-1) ?? from;
  if (random.uniform() < WITHDRAWS && last + MINUTE_MS < question.closesAt) {
    const at = Math.floor(random.between(last + MINUTE_MS, question.closesAt));
    plan.push({ at, who, question: question.slug, permille: null });
  }
  return plan;
}

/** The nearer the end, the more of the outcome shows to whoever can see it. */
function opinion(
  { skill, boldness, bias }: SimulatedForecaster,
  { options, seats, leaning, opensAt, closesAt }: ReplayQuestion,
  at: number,
  random: Random,
): number[] {
  const passed = (at - opensAt) / (closesAt - opensAt);
  const even = logit(seats / options.length);
  const logOdds = options.map((slug, i) => {
    const seen = skill * (0.35 + 0.65 * passed) * TRUTH * (leaning[i] ?? 0);
    return even + boldness * (seen + (bias.get(slug) ?? 0) + NOISE * (1 - 0.7 * skill) * random.normal());
  });
  const probabilities = shiftToSum(logOdds, seats, LOWEST, HIGHEST);
  return balance(
    probabilities.map((p) => Math.round(1000 * p)),
    seats,
  );
}
