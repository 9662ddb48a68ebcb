import { oddsByCompany } from '#lib/types/odds-by-company.ts';
import type { QuestionView } from '#lib/types/question.ts';

/** The newest edition of the latest round's `final` question, in any phase. */
function latestFinal(questions: readonly QuestionView[]): QuestionView | null {
  const finals = questions.filter(({ kind, phase }) => kind === 'final' && phase !== 'upcoming');
  return finals.toReversed().toSorted((a, b) => (b.round ?? 0) - (a.round ?? 0))[0] ?? null;
}

/** The question with which the home page leads: the latest `final` until it has a result, else an open scored question. */
export function leadQuestion(questions: readonly QuestionView[]): QuestionView | null {
  const final = latestFinal(questions);
  if (final && ['open', 'closed'].includes(final.phase)) return final;
  const open = questions.filter(({ phase }) => phase === 'open');
  return open.find(({ scored }) => scored) ?? open[0] ?? null;
}

/** Odds by company for the open end of the contest picture, and the question that they belong to. */
export function pictureOdds(questions: readonly QuestionView[]): {
  odds: Record<string, number> | null;
  oddsQuestion: string | null;
} {
  const final = latestFinal(questions);
  return { odds: final && oddsByCompany(final.options, final.crowd), oddsQuestion: final?.slug ?? null };
}
