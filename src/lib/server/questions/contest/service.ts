// The contest as pages show it: read from the database once, and shown as of an instant.
import type { Text } from '#lib/contest/types.ts';
import { DAY_MS, kstDate } from '#lib/kst.ts';
import type { CompanyPageView, CompanyView, ContestView, EventView, RoundView } from '#lib/types/contest.ts';
import type { Db } from '../../platform/db/connect.ts';
import {
  findIsSimulation,
  findStatus,
  listCompanies,
  listEntrants,
  listEvents,
  listPublishedScores,
  listRounds,
  listSources,
} from './queries.ts';
import { companies as shipped } from '#lib/contest/companies.ts';
import { AppError } from '../../platform/errors.ts';

/** Facts that were last verified longer ago are marked as old. */
const LONG_AGO_DAYS = 14;

/** The contest without what depends on the clock. */
export interface ContestFacts extends Omit<ContestView, 'companies' | 'isVerifiedLongAgo'> {
  companies: (CompanyView & { site: string | null; consortium: string[] })[];
}

/** The contest as it is shown at an instant. */
export function viewAt(contest: ContestFacts, now: Date): ContestView {
  const days = (Date.parse(kstDate(now)) - Date.parse(contest.lastVerifiedOn)) / DAY_MS;
  return {
    ...contest,
    companies: contest.companies.map(({ slug, name, shortName }) => ({ slug, name, shortName })),
    isVerifiedLongAgo: days > LONG_AGO_DAYS,
  };
}

export async function facts(db: Db): Promise<ContestFacts> {
  const [companies, rounds, status] = await Promise.all([listCompanies(db), loadRounds(db), findStatus(db)]);
  if (!status) throw new Error('The contest has not been seeded.');
  return {
    companies: companies.map((company) => ({
      slug: company.slug,
      name: { ko: company.nameKo, en: company.nameEn },
      shortName: { ko: company.shortKo, en: company.shortEn },
      site: company.site,
      consortium: company.consortium,
    })),
    rounds,
    lastVerifiedOn: status.lastVerifiedOn,
  };
}

/** Whether this database is a replay with simulated forecasters. */
export async function isSimulation(db: Db): Promise<boolean> {
  const status = await findIsSimulation(db);
  if (!status) throw new Error('The contest has not been seeded.');
  return status.isSimulation;
}

/** Day of the last verification of the facts, `YYYY-MM-DD` in Korea, and how long ago it is by the database's clock. */
export async function lastVerified(db: Db): Promise<{ on: string; isToday: boolean; isLongAgo: boolean }> {
  const status = await findStatus(db);
  if (!status) throw new Error('The contest has not been seeded.');
  const days = status.daysSinceVerified;
  return { on: status.lastVerifiedOn, isToday: days === 0, isLongAgo: days > LONG_AGO_DAYS };
}

/** Events that are not hidden, newest first. */
export async function events(db: Db): Promise<EventView[]> {
  return (await listEvents(db)).map((row) => ({
    slug: row.slug,
    on: row.happenedOn,
    time: row.happenedTime,
    title: { ko: row.titleKo, en: row.titleEn },
    url: row.url,
    kind: row.kind,
    round: row.roundNumber,
  }));
}

async function loadRounds(db: Db): Promise<RoundView[]> {
  const [rounds, entrants, scores, sources] = await Promise.all([
    listRounds(db),
    listEntrants(db),
    listPublishedScores(db),
    listSources(db),
  ]);
  return rounds.map((round) => {
    const isOfRound = ({ roundNumber }: { roundNumber: number }) => roundNumber === round.number;
    return {
      number: round.number,
      title: { ko: round.titleKo, en: round.titleEn },
      stageOpensOn: round.stageOpensOn,
      stageClosesOn: round.stageClosesOn,
      announcedSeats: round.announcedSeats,
      seatsNote: textOrNull(round.seatsNoteKo, round.seatsNoteEn),
      schedule: textOrNull(round.scheduleKo, round.scheduleEn),
      result: round.resultOn === null ? null : { on: round.resultOn, time: round.resultTime },
      entrants: entrants.filter(isOfRound).map(entrantOf),
      publishedScores: scores.filter(isOfRound).map(scoreOf),
      sources: sources.filter(isOfRound).map(sourceOf),
    };
  });
}

type Row<List extends (db: Db) => Promise<unknown[]>> = Awaited<ReturnType<List>>[number];

function entrantOf(row: Row<typeof listEntrants>) {
  return {
    company: row.companySlug,
    entry: row.entry,
    enteredOn: row.enteredOn,
    model: row.model,
    modelParams: textOrNull(row.modelParamsKo, row.modelParamsEn),
    outcome: row.outcome,
    reason: textOrNull(row.reasonKo, row.reasonEn),
    shortReason: textOrNull(row.shortReasonKo, row.shortReasonEn),
  };
}

function scoreOf(row: Row<typeof listPublishedScores>) {
  return {
    item: row.item,
    label: { ko: row.labelKo, en: row.labelEn },
    max: row.maxPoints,
    best: row.best,
    bestHundredths: row.bestHundredths,
    averageHundredths: row.averageHundredths,
    gapFirstToFourthHundredths: row.gapHundredths,
    note: textOrNull(row.noteKo, row.noteEn),
    source: row.source,
  };
}

function sourceOf(row: Row<typeof listSources>) {
  return {
    url: row.url,
    label: { ko: row.labelKo, en: row.labelEn },
    publishedOn: row.publishedOn,
    official: row.official,
  };
}

function textOrNull(ko: string | null, en: string | null): Text | null {
  return ko === null ? null : { ko, en: en ?? ko };
}

// A company's page: its facts, its rounds and its odds over time.

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
