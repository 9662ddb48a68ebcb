import { logit, shiftToSum } from '#lib/domain/log-odds.ts';
import { balance } from '#lib/domain/seats.ts';
import type { Random } from './random.ts';
import type { ReplayQuestion } from './questions.ts';

/** A simulated forecaster; pages mark it as simulated. */
export interface SimulatedForecaster {
  handle: string;
  joinsAt: number;
  /** Knowledge of the outcome, from 0 (none) to 1 (nearly complete). */
  skill: number;
  /** Mean number of forecasts per question. */
  activity: number;
  /** Factor on log-odds; over 1 is over-confident. */
  boldness: number;
  /** Bias for or against an option, by option slug, in log-odds; the same on all questions. */
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

/** Log-odds added by full knowledge of the outcome. */
const TRUTH = 2.4;
const NOISE = 0.9;
const BIAS = 0.55;
/** Share of forecasters who withdraw from a question at some time. */
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
      // Skewed towards early joins.
      joinsAt: from + (until - from) * own.uniform() ** 1.7 * 0.97,
      skill: own.uniform() ** 1.5,
      activity: 0.6 + 3 * own.uniform() ** 2,
      boldness: own.between(0.5, 1.5),
      bias: new Map(slugs.map((slug) => [slug, BIAS * own.normal()])),
    };
  });
}

/** All forecasts and the withdrawal of one forecaster on one question, in chronological order. */
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

/** Probabilities that a forecaster gives at a time. Knowledge of the outcome grows towards the close, scaled by skill. */
export function opinion(
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
