// What a benchmark reports: a ratio of two measurements of one run, and the goal that it is held against.

export interface Result {
  name: string;
  /** Null where it could not be measured here; `note` says why. */
  ratio: number | null;
  goal: number;
  /** Whether the ratio must be at least the goal; else at most. */
  atLeast: boolean;
  note: string;
}

export function isMet({ ratio, goal, atLeast }: Result): boolean {
  return ratio !== null && (atLeast ? ratio >= goal : ratio <= goal);
}

export function formatResult(result: Result): string {
  const { name, ratio, goal, atLeast, note } = result;
  const value = ratio === null ? 'not measured' : ratio.toPrecision(3);
  const verdict = ratio === null ? '' : isMet(result) ? 'ok' : 'MISSED';
  return `${name.padEnd(34)} ${value.padStart(12)}   ${atLeast ? '≥' : '≤'} ${String(goal).padEnd(6)} ${verdict.padEnd(7)} ${note}`;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)]!;
}

/** For notes: "512, 498, 530". */
export function rounded(values: readonly number[]): string {
  return values.map((value) => (value >= 100 ? Math.round(value) : value.toPrecision(3))).join(', ');
}
