// Reads a folder of resolved questions and their forecasts (dev-questions.csv, dev-forecasts.csv) and cuts each question
// into the crowds that the protocol asks about.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Fractions of a question's life at which a timed source is asked. */
const INSTANTS: Readonly<Record<string, readonly number[]>> = {
  PB: [0.1, 0.25, 0.5, 0.75, 1],
  GJO: [0.5, 0.75, 1],
  MP: [0.5, 0.75, 1],
};
/** A source of experts who are one panel. */
const WHOLE = 'SPF';
/** Fewer forecasters than this are no crowd. */
const SMALLEST_CROWD = 5;
/** Other sources have far larger crowds than this site will; they are cut into crowds of this size. */
const CROWD = 20;

/** Probabilities of one forecaster, one per option, summing to 1. */
export type Probabilities = readonly number[];

/** One resolved question with the crowds to be aggregated, each oldest forecast first. */
export interface BacktestQuestion {
  readonly source: string;
  /** Questions of one cluster share an outcome. */
  readonly cluster: string;
  /** Index of the option that came true. */
  readonly outcome: number;
  readonly options: number;
  /** Whether the order of forecasts is their order in time. */
  readonly timed: boolean;
  readonly crowds: readonly (readonly Probabilities[])[];
}

interface Forecast {
  readonly forecaster: string;
  readonly at: number;
  readonly probabilities: Probabilities;
}

/** All questions of the folder that have at least one crowd. */
export function readBacktest(folder: string): BacktestQuestion[] {
  const forecasts = new Map<string, Forecast[]>();
  for (const row of rowsOf(join(folder, 'dev-forecasts.csv'))) {
    const list = forecasts.get(row.qid!) ?? [];
    if (list.length === 0) forecasts.set(row.qid!, list);
    list.push({ forecaster: row.forecaster!, at: Number(row.t), probabilities: probabilitiesOf(row.p!) });
  }
  return rowsOf(join(folder, 'dev-questions.csv')).flatMap((row) => {
    const binary = row.kind === 'binary';
    const timed = row.source! in INSTANTS;
    const question = {
      source: row.source!,
      cluster: row.cluster!,
      options: Number(row.n_options),
      // A binary forecast lists yes first; its outcome says 1 for yes.
      outcome: binary ? 1 - Number(row.outcome) : Number(row.outcome),
      timed,
    };
    const made = forecasts.get(row.qid!) ?? [];
    const life = { opens: Number(row.open), ends: Number(row.end) };
    const crowds = timed ? timedCrowds(made, INSTANTS[row.source!]!, life) : untimedCrowds(made, row.source!);
    return crowds.length === 0 ? [] : [{ ...question, crowds }];
  });
}

function timedCrowds(made: Forecast[], instants: readonly number[], life: { opens: number; ends: number }) {
  const inOrder = made.toSorted((a, b) => a.at - b.at);
  return instants
    .map((share) => life.opens + share * (life.ends - life.opens))
    .map((instant) => standing(inOrder.filter(({ at }) => at <= instant)))
    .filter((crowd) => crowd.length >= SMALLEST_CROWD);
}

function untimedCrowds(made: Forecast[], source: string) {
  const all = standing(made);
  if (source === WHOLE) return [all];
  const crowds = Math.floor(all.length / CROWD);
  return Array.from({ length: crowds }, (_, i) => all.slice(i * CROWD, (i + 1) * CROWD));
}

/** Everybody's latest forecast, the one that has stood longest first. */
function standing(made: readonly Forecast[]): Probabilities[] {
  const latest = new Map<string, Probabilities>();
  for (const { forecaster, probabilities } of made) {
    latest.delete(forecaster);
    latest.set(forecaster, probabilities);
  }
  return [...latest.values()];
}

function probabilitiesOf(text: string): Probabilities {
  const numbers = text.split('|').map(Number);
  if (numbers.length === 1) return [numbers[0]!, 1 - numbers[0]!];
  const sum = numbers.reduce((a, b) => a + b, 0);
  return numbers.map((p) => p / sum);
}

function rowsOf(file: string): Record<string, string>[] {
  const [head, ...lines] = readFileSync(file, 'utf8').trimEnd().split('\n');
  const names = head!.trim().split(',');
  return lines.map((line) => {
    const values = line.trim().split(',');
    return Object.fromEntries(names.map((name, i) => [name, values[i] ?? '']));
  });
}
