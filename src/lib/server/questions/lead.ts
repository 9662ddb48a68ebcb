import type { QuestionView } from '#lib/types/question.ts';

/** Editions of `final` follow each other: the latest of the latest round, whatever its phase. */
function latestFinal(questions: readonly QuestionView[]): QuestionView | null {
  const finals = questions.filter(({ kind, phase }) => kind === 'final' && phase !== 'upcoming');
  return finals.toReversed().toSorted((a, b) => (b.round ?? 0) - (a.round ?? 0))[0] ?? null;
}

/** What the home page asks first: the last seats until their result is in, else an open question that is scored. */
export function leadQuestion(questions: readonly QuestionView[]): QuestionView | null {
  const final = latestFinal(questions);
  if (final && ['open', 'closed', 'provisional'].includes(final.phase)) return final;
  const open = questions.filter(({ phase }) => phase === 'open');
  return open.find(({ scored }) => scored) ?? open[0] ?? null;
}

/** The odds at the open end of the contest picture, by company, and the question that they are of. */
export function pictureOdds(questions: readonly QuestionView[]): {
  odds: Record<string, number> | null;
  oddsQuestion: string | null;
} {
  const final = latestFinal(questions);
  const permille = final?.crowd.permille;
  if (!final || !permille) return { odds: null, oddsQuestion: final?.slug ?? null };
  const odds = final.options.flatMap(({ slug, company }) =>
    company ? [[company, permille[slug] ?? 0]] : [],
  );
  return { odds: Object.fromEntries(odds), oddsQuestion: final.slug };
}
