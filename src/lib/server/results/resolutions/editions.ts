import type { Db } from '../../platform/db/connect.ts';
import { findLatest, listEditions, type Resolvable } from './queries.ts';

/** The parts of a question that decide which other editions its result also resolves, and with which outcome. */
export interface Edition {
  id: number;
  kind: Resolvable['kind'];
  options: readonly { company: string | null }[];
  /** A question that the announcement of its own round decides is not decided again by that of another. */
  announcementRule?: Resolvable['announcementRule'];
  round?: number | null;
}

/** Outcome of another edition derived from this one's: an option is true when its company is among the survivors. */
export function outcomeOfEdition(
  edition: Pick<Edition, 'options'>,
  resolved: Pick<Edition, 'options'>,
  outcome: readonly boolean[],
): boolean[] {
  const survivors = new Set(resolved.options.filter((_, i) => outcome[i]).map(({ company }) => company));
  return edition.options.map(({ company }) => company !== null && survivors.has(company));
}

/**
 * The older editions that a question's result also resolves: all when it is the newest `final` question, else none,
 * because an older edition says nothing about companies that joined later.
 *
 * @param editions every scored `final` question that is no draft
 */
export function followersOf<E extends Edition>(question: E, editions: readonly E[]): E[] {
  if (question.kind !== 'final' || !isOfCompanies(question)) return [];
  if (editions.some(({ id }) => id > question.id)) return [];
  return editions.filter(
    (edition) =>
      edition.id !== question.id &&
      isOfCompanies(edition) &&
      !(edition.announcementRule === 'survivors' && edition.round !== question.round),
  );
}

function isOfCompanies({ options }: Edition): boolean {
  return options.every(({ company }) => company !== null);
}

/** `followersOf` with the editions read from the database. */
export async function editionsAfter(db: Db, question: Resolvable): Promise<Resolvable[]> {
  return question.kind === 'final' ? followersOf(question, await listEditions(db)) : [];
}

/** Derived outcome of an edition; null when it gets no new version, because it is annulled or already has this outcome. */
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
