// What assumed results decide: the questions that they name, and the editions that follow these as in publishing.
import { type Edition, followersOf, outcomeOfEdition } from '../resolutions/editions.ts';
import type { Assumption } from './assumption.ts';

/** A question, as far as its result decides others. */
export interface Decidable extends Edition {
  slug: string;
  options: readonly { slug: string; company: string | null }[];
  /** Opened, and without any result yet. */
  isAssumable: boolean;
  isAnnulled: boolean;
  isResolved: boolean;
}

export interface Decided<Row extends Decidable> {
  row: Row;
  outcome: boolean[];
}

/**
 * The newest `final` question decides every older edition that is not annulled, also one that has another result already;
 * what is assumed of an edition itself stands.
 *
 * @returns null where of a question that is named nothing can be assumed
 */
export function assumedOf<Row extends Decidable>(
  assumptions: readonly Assumption[],
  all: readonly Row[],
): Decided<Row>[] | null {
  const decided: Decided<Row>[] = [];
  for (const { question, survivors } of assumptions) {
    const row = all.find(({ slug }) => slug === question);
    if (!row?.isAssumable) return null;
    decided.push({ row, outcome: row.options.map(({ slug }) => survivors.includes(slug)) });
  }
  const finals = all.filter(({ kind }) => kind === 'final');
  const named = new Set(decided.map(({ row }) => row));
  const following = decided.flatMap(({ row, outcome }) =>
    followersOf(row, finals)
      .filter((edition) => !edition.isAnnulled && !named.has(edition))
      .map((edition) => ({ row: edition, outcome: outcomeOfEdition(edition, row, outcome) })),
  );
  return [...decided, ...following];
}

/** Ids of the questions that have a result, in place of which that of the newest `final` question would come. */
export function replacedBy(all: readonly Decidable[]): number[] {
  const finals = all.filter(({ kind }) => kind === 'final');
  return finals
    .filter(({ isAssumable }) => isAssumable)
    .flatMap((question) => followersOf(question, finals))
    .filter(({ isResolved }) => isResolved)
    .map(({ id }) => id);
}
