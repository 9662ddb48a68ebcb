// The contest as pages show it, from the database.
import type { Text } from '#lib/contest/types.ts';
import type { ContestView, EventView, RoundView } from '#lib/types/contest.ts';
import type { Db } from '../db/connect.ts';
import {
  findIsSimulation,
  findStatus,
  listCompanies,
  listEntrants,
  listEvents,
  listLatestEvents,
  listPublishedScores,
  listRounds,
  listSources,
} from './queries.ts';

/** Facts that were last verified longer ago are marked as old. */
const LONG_AGO_DAYS = 14;

export async function view(db: Db): Promise<ContestView> {
  const [companies, rounds, verified] = await Promise.all([
    listCompanies(db),
    loadRounds(db),
    lastVerified(db),
  ]);
  return {
    companies: companies.map((company) => ({
      slug: company.slug,
      name: { ko: company.nameKo, en: company.nameEn },
      shortName: { ko: company.shortKo, en: company.shortEn },
    })),
    rounds,
    lastVerifiedOn: verified.on,
    isVerifiedLongAgo: verified.isLongAgo,
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

/** Events that are not hidden, newest first; all of them without a limit. */
export async function events(db: Db, limit?: number): Promise<EventView[]> {
  const rows = limit === undefined ? await listEvents(db) : await listLatestEvents(db, limit);
  return rows.map((row) => ({
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
