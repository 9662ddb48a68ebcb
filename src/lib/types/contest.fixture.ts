// Rounds and entrants as pages get them, for tests to state only what matters to them.
import type { EntrantView, RoundView } from './contest.ts';

export function entrantView(company: string, rest: Partial<EntrantView> = {}): EntrantView {
  const model = { model: null, modelParams: null };
  const entry = { entry: 'carried', enteredOn: null, outcome: 'advanced' } as const;
  return { company, ...entry, ...model, reason: null, shortReason: null, ...rest };
}

/** A round that ended with its result on a day, or has none yet. */
export function roundView(number: number, on: string | null, entrants: EntrantView[]): RoundView {
  return {
    number,
    title: { ko: `${number}차 평가`, en: `${number}차 평가` },
    stageOpensOn: null,
    stageClosesOn: on,
    announcedSeats: 2,
    seatsNote: null,
    schedule: null,
    result: on === null ? null : { on, time: null },
    entrants,
    publishedScores: [],
    sources: [],
  };
}
