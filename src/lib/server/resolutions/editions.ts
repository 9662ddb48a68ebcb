import type { Db } from '../db/connect.ts';
import { findLatest, listEditions, type Resolvable } from './queries.ts';

/** What of a question says which others follow its result, and as what. */
export interface Edition {
  id: number;
  kind: Resolvable['kind'];
  options: readonly { company: string | null }[];
}

/** The outcome of another edition of a question: its companies that are among the survivors of this one. */
export function outcomeOfEdition(
  edition: Pick<Edition, 'options'>,
  resolved: Pick<Edition, 'options'>,
  outcome: readonly boolean[],
): boolean[] {
  const survivors = new Set(resolved.options.filter((_, i) => outcome[i]).map(({ company }) => company));
  return edition.options.map(({ company }) => company !== null && survivors.has(company));
}

/**
 * The older editions that a question resolves with itself: those of the newest `final` question, whose companies are all
 * that is still in question. An older one cannot tell what becomes of a company that came later.
 *
 * @param editions every scored `final` question that is no draft
 */
export function followersOf<E extends Edition>(question: E, editions: readonly E[]): E[] {
  if (question.kind !== 'final' || !isOfCompanies(question)) return [];
  if (editions.some(({ id }) => id > question.id)) return [];
  return editions.filter((edition) => edition.id !== question.id && isOfCompanies(edition));
}

function isOfCompanies({ options }: Edition): boolean {
  return options.every(({ company }) => company !== null);
}

/** The same, as they are in the database. */
export async function editionsAfter(db: Db, question: Resolvable): Promise<Resolvable[]> {
  return question.kind === 'final' ? followersOf(question, await listEditions(db)) : [];
}

/** How an edition follows a result; null where it gets no version: it is annulled, or says the same already. */
export async function outcomeToFollow(
  db: Db,
  edition: Resolvable,
  resolved: Resolvable,
  { outcome, knownAt }: { outcome: readonly boolean[]; knownAt: Date },
): Promise<boolean[] | null> {
  const follows = outcomeOfEdition(edition, resolved, outcome);
  const latest = await findLatest(db, edition.id);
  if (!latest) return follows;
  const isSame =
    String(latest.outcome) === String(follows) && latest.knownAt?.getTime() === knownAt.getTime();
  return latest.outcome === null || isSame ? null : follows;
}
