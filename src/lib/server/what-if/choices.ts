// Which results a page offers to assume, and what an address assumes. Reads nothing: it works on questions already read.
import type { AssumableView } from '#lib/types/leaderboard.ts';
import type { QuestionView } from '#lib/types/question.ts';
import { leadQuestion } from '../questions/lead.ts';
import { type Assumption, parseAssumptions } from './assumption.ts';
import { isAssumable, resultsOf } from './service.ts';

/** Every question of which a result may be assumed, the one that the site is about first. */
export function assumablesOf(all: readonly QuestionView[]): AssumableView[] {
  const lead = leadQuestion(all);
  // Earlier editions of the last seats are decided with the one that runs: they are no choice of their own.
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
  const { slug, title, seats, crowd } = question;
  const options = question.options.map((option) => ({ slug: option.slug, shortLabel: option.shortLabel }));
  return { slug, title, seats, options, crowd, results: resultsOf(question) };
}

/** How many older editions are decided with what is assumed: those of the last seats, none of which is annulled. */
export function earlierEditions(all: readonly QuestionView[], assumptions: readonly Assumption[]): number {
  const lead = leadQuestion(all);
  if (lead?.kind !== 'final' || !assumptions.some(({ question }) => question === lead.slug)) return 0;
  return all.filter(({ kind, scored, phase, slug }) => {
    const isDecided = scored && phase !== 'annulled' && phase !== 'upcoming';
    return kind === 'final' && slug !== lead.slug && isDecided;
  }).length;
}

/** The crowd's favourite result of the first question; null where nothing can be assumed. */
export function favouriteOf([first]: readonly AssumableView[]): Assumption | null {
  const favourite = first?.results[0];
  return favourite ? { question: favourite.question, survivors: favourite.survivors } : null;
}

export type Asked =
  { assumptions: Assumption[] } | { unknown: true } | { decided: QuestionView; isAnnulled: boolean };

/** What an address assumes: of questions that have a result nothing can be assumed any more. */
export function readAsked(texts: readonly string[], all: readonly QuestionView[]): Asked {
  const fields = all.map(({ slug, options }) => ({ slug, options: options.map((option) => option.slug) }));
  const assumptions = parseAssumptions(texts, fields);
  const asked = assumptions?.map(({ question }) => all.find(({ slug }) => slug === question)!);
  const decided = asked?.find(({ resolution }) => resolution !== null);
  if (decided) return { decided, isAnnulled: decided.phase === 'annulled' };
  return assumptions && asked?.every(isAssumable) ? { assumptions } : { unknown: true };
}
