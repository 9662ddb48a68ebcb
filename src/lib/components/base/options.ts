/**
 * The options of a question as pages, pictures and embeds list them: companies by the crowd's odds, then by name; other
 * answers in the order of the question. A page keeps the order of its first rendering, so that rows do not move while they
 * are tapped.
 */
import { getContext, setContext } from 'svelte';
import { localized } from '#lib/i18n/text.ts';
import type { OptionView, QuestionView } from '#lib/types/question.ts';
import { percentOrDash } from '#lib/format.ts';

/** Options with the crowd's odds, in their order. */
export type Ordered = Pick<QuestionView, 'options'> & { crowd: Pick<QuestionView['crowd'], 'permille'> };

/** An option and its place in the question, which is that of its numbers. */
export interface OptionRow {
  option: OptionView;
  i: number;
}

/** Indices of the options, first to last, by the odds of now. */
export function rowOrder({ options, crowd: { permille } }: Ordered): number[] {
  const places = [...options.keys()];
  if (options.some(({ company }) => company === null)) return places;
  const nameOf = (i: number) => (options[i] ? localized(options[i].label) : '');
  // By code units: a browser's collation need not be the server's.
  return places.sort(
    (a, b) => (permille?.[b] ?? 0) - (permille?.[a] ?? 0) || (nameOf(a) < nameOf(b) ? -1 : 1),
  );
}

/** The options in such an order. */
export function optionRows(question: Ordered, order: readonly number[] = rowOrder(question)): OptionRow[] {
  return order.flatMap((i) => {
    const option = question.options[i];
    return option ? [{ option, i }] : [];
  });
}

/** The orders of the questions on a page, each as it was first asked for. */
export class RowOrders {
  readonly #kept = new Map<string, readonly number[]>();

  of(question: Ordered & { slug: string }): readonly number[] {
    const kept = this.#kept.get(question.slug);
    if (kept?.length === question.options.length) return kept;
    const order = rowOrder(question);
    this.#kept.set(question.slug, order);
    return order;
  }

  rows(question: Ordered & { slug: string }): OptionRow[] {
    return optionRows(question, this.of(question));
  }

  /** For the next page. */
  clear(): void {
    this.#kept.clear();
  }
}

const KEY = Symbol('row orders');

export function setRowOrders(): RowOrders {
  return setContext(KEY, new RowOrders());
}

/** Those of the page; of their own where there is no layout, as in an embed. */
export function getRowOrders(): RowOrders {
  return getContext<RowOrders | undefined>(KEY) ?? new RowOrders();
}

/** Whether there are companies among the options of the question. */
export function isOfCompanies({ options }: Pick<QuestionView, 'options'>): boolean {
  return options.some(({ company }) => company !== null);
}

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
