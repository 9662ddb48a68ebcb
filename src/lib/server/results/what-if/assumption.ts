import { type Edition, followersOf, outcomeOfEdition } from '../resolutions/editions.ts';

// Parses and formats the `assume` parameter: `assume=final-3:skt,upstage`, at most once per question.

/** An assumed result of one question. */
export interface Assumption {
  question: string;
  /** Slugs of the options that come true, in the question's order. */
  survivors: string[];
}

/** A question whose result may be assumed. */
interface Assumable {
  slug: string;
  /** Slugs in order. */
  options: readonly string[];
}

/** Values of the `assume` parameter. */
export function textsOf(assumptions: readonly Assumption[]): string[] {
  return assumptions.map(({ question, survivors }) => `${question}:${survivors.join()}`);
}

/** Canonical key: equal for equal assumptions in any order. */
export function keyOf(assumptions: readonly Assumption[]): string {
  return textsOf(assumptions).join('&');
}

/** The assumptions with the result of one question replaced or added. */
export function withResult(assumptions: readonly Assumption[], other: Assumption): Assumption[] {
  return inOrder([...assumptions.filter(({ question }) => question !== other.question), other]);
}

/**
 * Parses the values of the `assume` parameter.
 *
 * @returns null when a question or an option is unknown, or a question occurs twice
 */
export function parseAssumptions(
  texts: readonly string[],
  questions: readonly Assumable[],
): Assumption[] | null {
  const assumptions: Assumption[] = [];
  for (const text of texts) {
    const [slug = '', list] = text.split(':', 2);
    const question = questions.find((known) => known.slug === slug);
    if (!question || list === undefined || assumptions.some((earlier) => earlier.question === slug))
      return null;
    const wanted = list === '' ? [] : list.split(',');
    const survivors = question.options.filter((option) => wanted.includes(option));
    if (survivors.length !== wanted.length) return null;
    assumptions.push({ question: slug, survivors });
  }
  return inOrder(assumptions);
}

function inOrder(assumptions: Assumption[]): Assumption[] {
  return assumptions.sort((a, b) => (a.question < b.question ? -1 : 1));
}

// Resolves assumed results: the questions they name, and older editions by the same rule as publishing.

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
