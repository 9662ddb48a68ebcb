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
  return rounds.map((round) => ({
    number: round.number,
    title: { ko: round.titleKo, en: round.titleEn },
    stageOpensOn: round.stageOpensOn,
    stageClosesOn: round.stageClosesOn,
    announcedSeats: round.announcedSeats,
    seatsNote: textOrNull(round.seatsNoteKo, round.seatsNoteEn),
    schedule: textOrNull(round.scheduleKo, round.scheduleEn),
    result: round.resultOn === null ? null : { on: round.resultOn, time: round.resultTime },
    entrants: entrants
      .filter((entrant) => entrant.roundNumber === round.number)
      .map((entrant) => ({
        company: entrant.companySlug,
        entry: entrant.entry,
        enteredOn: entrant.enteredOn,
        model: entrant.model,
        modelParams: textOrNull(entrant.modelParamsKo, entrant.modelParamsEn),
        outcome: entrant.outcome,
        reason: textOrNull(entrant.reasonKo, entrant.reasonEn),
        shortReason: textOrNull(entrant.shortReasonKo, entrant.shortReasonEn),
      })),
    publishedScores: scores
      .filter((score) => score.roundNumber === round.number)
      .map((score) => ({
        item: score.item,
        label: { ko: score.labelKo, en: score.labelEn },
        max: score.maxPoints,
        best: score.best,
        bestHundredths: score.bestHundredths,
        averageHundredths: score.averageHundredths,
        gapFirstToFourthHundredths: score.gapHundredths,
        note: textOrNull(score.noteKo, score.noteEn),
        source: score.source,
      })),
    sources: sources
      .filter((source) => source.roundNumber === round.number)
      .map((source) => ({
        url: source.url,
        label: { ko: source.labelKo, en: source.labelEn },
        publishedOn: source.publishedOn,
        official: source.official,
      })),
  }));
}

function textOrNull(ko: string | null, en: string | null): Text | null {
  return ko === null ? null : { ko, en: en ?? ko };
}
