const HEX_DIGITS = 12;

/** Request id of the n-th forecast of a replay: a unique UUID, identical in every run. */
export function v4Like(n: number): string {
  return `00000000-0000-4000-8000-${n.toString(16).padStart(HEX_DIGITS, '0')}`;
}
