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
