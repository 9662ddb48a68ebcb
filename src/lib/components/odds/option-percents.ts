import { type Ordered, rowOrder } from '#lib/components/questions/row-order.ts';
import { percentOrDash } from '#lib/format.ts';
import { localized } from '#lib/i18n/text.ts';
import type { OptionView } from '#lib/types/question.ts';

/** "SKT 80%" of each option, in order; a dash where there is no number. Crowd odds are written by `oddsPercentOrDash`. */
export function optionPercents(
  options: readonly Pick<OptionView, 'shortLabel'>[],
  permille: readonly number[] | null,
  write: (permille: number | null | undefined) => string = percentOrDash,
): string[] {
  return options.map(({ shortLabel }, i) => `${localized(shortLabel)} ${write(permille?.[i])}`);
}

/** The same of a question, in the order in which pages list its options. */
export function questionPercents(
  question: Ordered,
  permille: readonly number[] | null,
  write?: (permille: number | null | undefined) => string,
): string[] {
  const percents = optionPercents(question.options, permille, write);
  return rowOrder(question).map((i) => percents[i] ?? '');
}
