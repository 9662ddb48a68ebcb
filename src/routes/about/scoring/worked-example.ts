// Worked example of scoring: round 1 with its real result (five entrants, four announced seats, three survivors) and
// invented forecasts. The domain computes the scores on every request.
import { even, fromPicks } from '#lib/domain/seats.ts';
import { type LogRow, scoresFor, scoreTable } from '#lib/domain/scores.ts';
import { kstInstant } from '#lib/kst.ts';
import type { RoundView } from '#lib/types/contest.ts';

export interface ExampleRow {
  /** Which of the invented forecasters. */
  who: 'even' | 'careful' | 'sure' | 'doubtful' | 'late';
  permille: number[];
  baseline: number;
  peer: number;
  /** Share of the horizon with a standing forecast, 0 to 1. */
  coverage: number;
  /** 0 is best; null without a standing forecast. */
  brier: number | null;
}

export interface WorkedExample {
  /** Slugs of the entrants, in order. */
  entrants: string[];
  survived: boolean[];
  seats: number;
  rows: ExampleRow[];
}

const CAREFUL = 850;
const SURE = 950;
/** Permille that the doubtful forecaster gives the entrant that had the points but was disqualified. */
const DOUBT = 600;

/**
 * The example for a round with a result; null for any other.
 *
 * @param round with announced seats, more entrants than seats, and a result
 */
export function workedExample(round: RoundView): WorkedExample | null {
  const { announcedSeats: seats, result, stageOpensOn, entrants } = round;
  if (!result || !stageOpensOn || seats === null || seats >= entrants.length) return null;

  // Survivors first: the first `seats` of this order are the picks.
  const ordered = entrants.toSorted(
    (a, b) => Number(b.outcome === 'advanced') - Number(a.outcome === 'advanced'),
  );
  const survived = ordered.map((entrant) => entrant.outcome === 'advanced');
  const picks = Array.from({ length: seats }, (_, i) => i);
  const opensAt = kstInstant(stageOpensOn).getTime();
  const knownAt = kstInstant(result.on, result.time).getTime();

  const forecasts: { who: ExampleRow['who']; permille: number[]; madeAt: number }[] = [
    { who: 'even', permille: even(ordered.length, seats), madeAt: opensAt },
    { who: 'careful', permille: fromPicks(ordered.length, seats, picks, CAREFUL), madeAt: opensAt },
    { who: 'sure', permille: fromPicks(ordered.length, seats, picks, SURE), madeAt: opensAt },
    { who: 'doubtful', permille: doubtful(survived, seats), madeAt: opensAt },
    { who: 'late', permille: doubtful(survived, seats), madeAt: (opensAt + knownAt) / 2 },
  ];
  const log: LogRow[] = forecasts.map(({ who, permille, madeAt }) => ({ account: who, permille, madeAt }));
  const table = scoreTable(log, { opensAt, closesAt: null, knownAt }, ordered.length, seats);
  const scores = scoresFor(table, survived);

  return {
    entrants: ordered.map((entrant) => entrant.company),
    survived,
    seats,
    rows: forecasts.flatMap(({ who, permille }) => {
      const score = scores.find(({ account }) => account === who);
      return score ? [{ ...score, who, permille }] : [];
    }),
  };
}

/** High for the survivors, DOUBT for the next entrant; the others share the rest. */
function doubtful(survived: readonly boolean[], seats: number): number[] {
  const survivors = survived.filter(Boolean).length;
  const rest = 1000 * seats - SURE * survivors;
  const others = survived.length - survivors;
  if (others === 2) return survived.map((yes, i) => (yes ? SURE : i === survivors ? DOUBT : rest - DOUBT));
  return fromPicks(
    survived.length,
    seats,
    Array.from({ length: seats }, (_, i) => i),
    SURE,
  );
}
