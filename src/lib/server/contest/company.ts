// A company's page: its facts, its rounds and its odds over time.
import { companies as shipped } from '#lib/contest/companies.ts';
import type { CompanyPageView } from '#lib/types/contest.ts';
import { AppError } from '../errors.ts';
import { type ContestFacts, viewAt } from './service.ts';

/** A company as its page shows it at an instant. @throws AppError (404) */
export function company(contest: ContestFacts, now: Date, slug: string): CompanyPageView {
  const known = contest.companies.find((candidate) => candidate.slug === slug);
  if (!known) throw new AppError('company-not-found', 404, 'There is no such company.');
  // Strategy, notes and sources ship with the code; a company that an admin has added has none.
  const facts = shipped.find((candidate) => candidate.slug === slug);
  return {
    ...known,
    strategy: facts?.strategy ?? null,
    siteNote: facts?.siteNote ?? null,
    consortiumNote: facts?.consortiumNote ?? null,
    rounds: contest.rounds.flatMap((round) => {
      const entrant = round.entrants.find((candidate) => candidate.company === slug);
      if (!entrant) return [];
      const best = round.publishedScores.filter((score) => score.best.includes(slug));
      return [{ number: round.number, title: round.title, result: round.result, entrant, best }];
    }),
    sources: facts?.sources ?? [],
    lastVerifiedOn: contest.lastVerifiedOn,
    isVerifiedLongAgo: viewAt(contest, now).isVerifiedLongAgo,
  };
}
