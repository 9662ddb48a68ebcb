// What is assumed of open questions, as addresses write it: `assume=final-3:skt,upstage`, once a question.

/** An assumed result of one question. */
export interface Assumption {
  question: string;
  /** Slugs of the options that come true, in the question's order. */
  survivors: string[];
}

/** A question of which a result may be assumed. */
export interface Assumable {
  slug: string;
  /** Slugs in order. */
  options: readonly string[];
}

/** As addresses write them. */
export function textsOf(assumptions: readonly Assumption[]): string[] {
  return assumptions.map(({ question, survivors }) => `${question}:${survivors.join()}`);
}

/** One text for the same assumptions, however they were written. */
export function keyOf(assumptions: readonly Assumption[]): string {
  return textsOf(assumptions).join('&');
}

/** These assumptions with another result of one question. */
export function withResult(assumptions: readonly Assumption[], other: Assumption): Assumption[] {
  return inOrder([...assumptions.filter(({ question }) => question !== other.question), other]);
}

/**
 * Reads the assumptions of an address.
 *
 * @returns null where a question or an option is unknown, or a question is there twice
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
