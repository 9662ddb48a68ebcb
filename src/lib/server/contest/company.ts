// A company's page: its facts, its rounds and its odds over time.
import { companies as shipped } from '#lib/contest/companies.ts';
import type { CompanyPageView } from '#lib/types/contest.ts';
import type { Db } from '../db/connect.ts';
import { AppError } from '../errors.ts';
import { isSlug } from '../slug.ts';
import { findCompany } from './queries.ts';
import { view } from './service.ts';

/** @throws AppError (404) */
export async function company(db: Db, slug: string): Promise<CompanyPageView> {
  const [row, contest] = await Promise.all([isSlug(slug) ? findCompany(db, slug) : undefined, view(db)]);
  if (!row) throw new AppError('company-not-found', 404, 'There is no such company.');
  // Strategy, notes and sources ship with the code; a company that an admin has added has none.
  const facts = shipped.find((known) => known.slug === slug);
  return {
    slug,
    name: { ko: row.nameKo, en: row.nameEn },
    shortName: { ko: row.shortKo, en: row.shortEn },
    strategy: facts?.strategy ?? null,
    site: row.site,
    siteNote: facts?.siteNote ?? null,
    consortium: row.consortium,
    consortiumNote: facts?.consortiumNote ?? null,
    rounds: contest.rounds.flatMap((round) => {
      const entrant = round.entrants.find((candidate) => candidate.company === slug);
      if (!entrant) return [];
      const best = round.publishedScores.filter((score) => score.best.includes(slug));
      return [{ number: round.number, title: round.title, result: round.result, entrant, best }];
    }),
    sources: facts?.sources ?? [],
    lastVerifiedOn: contest.lastVerifiedOn,
    isVerifiedLongAgo: contest.isVerifiedLongAgo,
  };
}
