// Which results a page offers to assume, and which results its address assumes. Pure.
import type { AssumableView } from '#lib/types/leaderboard.ts';
import type { QuestionView } from '#lib/types/question.ts';
import { leadQuestion } from '../questions/lead.ts';
import { type Assumption, parseAssumptions } from './assumption.ts';
import { isAssumable, resultsOf } from './service.ts';

/** Every question whose result may be assumed, the lead question first. */
export function assumablesOf(all: readonly QuestionView[]): AssumableView[] {
  const lead = leadQuestion(all);
  // Older editions of `final` follow from the newest one, so they are no choice of their own.
  const isEdition = (question: QuestionView) => isFinal(question) && !isFirst(question);
  const isFirst = (question: QuestionView) => question === lead;
  const isFinal = (question: QuestionView) => question.kind === 'final';
  return all
    .filter((question) => isAssumable(question) && !isEdition(question))
    .toSorted((a, b) => Number(isFirst(b)) - Number(isFirst(a)) || Number(isFinal(b)) - Number(isFinal(a)))
    .map(viewOf)
    .filter(({ results }) => results.length > 0);
}

function viewOf(question: QuestionView): AssumableView {
  const { slug, title, seats, options, crowd } = question;
  return { slug, title, seats, options, crowd, results: resultsOf(question) };
}

/** Number of older editions of `final` that the assumptions decide; annulled ones are not. */
export function earlierEditions(all: readonly QuestionView[], assumptions: readonly Assumption[]): number {
  const lead = leadQuestion(all);
  if (lead?.kind !== 'final' || !assumptions.some(({ question }) => question === lead.slug)) return 0;
  return all.filter(({ kind, scored, phase, slug }) => {
    const isDecided = scored && phase !== 'annulled' && phase !== 'upcoming';
    return kind === 'final' && slug !== lead.slug && isDecided;
  }).length;
}

/** The crowd's likeliest result of the first question; null when no result can be assumed. */
export function favouriteOf([first]: readonly AssumableView[]): Assumption | null {
  const favourite = first?.results[0];
  return favourite ? { question: favourite.question, survivors: favourite.survivors } : null;
}

/** The assumptions of an address, or why they cannot be made. */
type ReadAssumptions =
  { assumptions: Assumption[] } | { unknown: true } | { decided: QuestionView; isAnnulled: boolean };

/** Parses the assumptions of an address; questions with a result cannot be assumed. */
export function readAssumptions(texts: readonly string[], all: readonly QuestionView[]): ReadAssumptions {
  const fields = all.map(({ slug, options }) => ({ slug, options: options.map((option) => option.slug) }));
  const assumptions = parseAssumptions(texts, fields);
  const assumed = assumptions?.flatMap(({ question }) => all.find(({ slug }) => slug === question) ?? []);
  const decided = assumed?.find(({ resolution }) => resolution !== null);
  if (decided) return { decided, isAnnulled: decided.phase === 'annulled' };
  return assumptions && assumed?.every(isAssumable) ? { assumptions } : { unknown: true };
}
