// Each company's runs in the contest, derived from the rounds: entry, rounds passed, end. Pure; independent of drawing.
import type { ContestView, EntrantView, RoundView } from '#lib/types/contest.ts';
import type { Text } from '#lib/contest/types.ts';

/**
 * How a run ends: `out` by elimination, `open` while the running round has no result, `through` the last
 * round known, `left` when a later round goes on without it.
 */
type RunEnd = 'out' | 'open' | 'through' | 'left';

/** One unbroken stretch of a company in the contest; a company that comes back has two. */
export interface Run {
  entry: EntrantView['entry'];
  startsOn: string;
  /** Null where it has no known day: the open end, or an elimination before a result. */
  endsOn: string | null;
  end: RunEnd;
  /** Number of the round in which it ends. */
  round: number;
  reason: Text | null;
  shortReason: Text | null;
}

/** Sorts before every round number. */
const STILL_IN = Number.MAX_SAFE_INTEGER;

export interface CompanyRuns {
  company: string;
  runs: Run[];
}

/** Every round up to the first without a result; what is planned beyond that one is not drawn. */
export function knownRounds(contest: ContestView): RoundView[] {
  const rounds = contest.rounds.toSorted((a, b) => a.number - b.number);
  const running = rounds.findIndex((round) => round.result === null);
  return running === -1 ? rounds : rounds.slice(0, running + 1);
}

function firstDay(rounds: readonly RoundView[], index: number): string {
  const round = rounds[index];
  const before = rounds[index - 1];
  return round?.stageOpensOn ?? before?.result?.on ?? before?.stageClosesOn ?? '';
}

function endOf(entrant: EntrantView, round: RoundView, next: RoundView | undefined): RunEnd | null {
  if (entrant.outcome === 'eliminated') return 'out';
  if (round.result === null) return 'open';
  if (next === undefined) return 'through';
  return next.entrants.some((other) => other.company === entrant.company) ? null : 'left';
}

function runsOf(company: string, rounds: readonly RoundView[]): Run[] {
  const runs: Run[] = [];
  let running: Pick<Run, 'entry' | 'startsOn'> | null = null;
  for (const [index, round] of rounds.entries()) {
    const entrant = round.entrants.find((candidate) => candidate.company === company);
    if (entrant === undefined) continue;
    running ??= { entry: entrant.entry, startsOn: entrant.enteredOn ?? firstDay(rounds, index) };
    const end = endOf(entrant, round, rounds[index + 1]);
    if (end === null) continue;
    const endsOn = end === 'open' ? null : (round.result?.on ?? null);
    runs.push({
      ...running,
      endsOn,
      end,
      round: round.number,
      reason: entrant.reason,
      shortReason: entrant.shortReason,
    });
    running = null;
  }
  return runs;
}

/**
 * Companies still in come first, then the others, the latest to go out first.
 *
 * @param compare which of two companies that stand alike comes first; without it they stay in the contest's own order
 */
export function companyRuns(
  contest: ContestView,
  compare: (a: string, b: string) => number = () => 0,
): CompanyRuns[] {
  const rounds = knownRounds(contest);
  const rows = contest.companies
    .map(({ slug }) => ({ company: slug, runs: runsOf(slug, rounds) }))
    .filter((row) => row.runs.length > 0);
  return rows.toSorted((a, b) => lastRound(b) - lastRound(a) || compare(a.company, b.company));
}

function lastRound(row: CompanyRuns): number {
  const last = row.runs.at(-1);
  if (last === undefined) return 0;
  return last.end === 'open' || last.end === 'through' ? STILL_IN : last.round;
}
