import type { OptionRow } from '#lib/components/questions/row-order.ts';
import { percentOrDash } from '#lib/format.ts';
import { localized } from '#lib/i18n/text.ts';

/**
 * "SKT 80%" of each option, in the order of the rows; a dash where there is no number. Crowd odds are written by
 * `oddsPercentOrDash`.
 *
 * @param permille in the order of the question's options
 */
export function optionPercents(
  rows: readonly OptionRow[],
  permille: readonly number[] | null,
  write: (permille: number | null | undefined) => string = percentOrDash,
): string[] {
  return rows.map(({ option, i }) => `${localized(option.shortLabel)} ${write(permille?.[i])}`);
}
