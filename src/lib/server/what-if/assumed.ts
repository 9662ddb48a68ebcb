// Resolves assumed results: the questions they name, and older editions by the same rule as publishing.
import { type Edition, followersOf, outcomeOfEdition } from '../resolutions/editions.ts';
import type { Assumption } from './assumption.ts';

/** What is needed of a question to derive the results of older editions. */
interface Decidable extends Edition {
  slug: string;
  options: readonly { slug: string; company: string | null }[];
  /** Opened and without a resolution. */
  isAssumable: boolean;
  isAnnulled: boolean;
  isResolved: boolean;
}

export interface Decided<Row extends Decidable> {
  row: Row;
  outcome: boolean[];
}

/**
 * The outcome of every assumed question. The newest `final` question also decides all older editions that are not annulled
 * and not assumed themselves, including resolved ones.
 *
 * @returns null when a named question cannot be assumed
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

/** Ids of resolved questions whose result an assumed result of the newest `final` question would replace. */
export function replacedBy(all: readonly Decidable[]): number[] {
  const finals = all.filter(({ kind }) => kind === 'final');
  return finals
    .filter(({ isAssumable }) => isAssumable)
    .flatMap((question) => followersOf(question, finals))
    .filter(({ isResolved }) => isResolved)
    .map(({ id }) => id);
}
