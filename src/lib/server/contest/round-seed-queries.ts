// Inserts of the shipped rounds.
import type { Transaction } from 'kysely';
import type { Round } from '#lib/contest/types.ts';
import type { DB } from '../db/schema.generated.ts';

type Tx = Transaction<DB>;

export async function insertRound(tx: Tx, round: Round): Promise<void> {
  await tx
    .insertInto('round')
    .values({
      number: round.number,
      titleKo: round.title.ko,
      titleEn: round.title.en,
      stageOpensOn: round.opensOn,
      stageClosesOn: round.closesOn,
      announcedSeats: round.announcedSeats,
      seatsNoteKo: round.seatsNote?.ko ?? null,
      seatsNoteEn: round.seatsNote?.en ?? null,
      scheduleKo: round.schedule.ko,
      scheduleEn: round.schedule.en,
      resultOn: round.resultAt?.date ?? null,
      resultTime: round.resultAt?.time ?? null,
    })
    .execute();
  await insertEntrants(tx, round);
  await insertPublishedScores(tx, round);
  await insertSources(tx, round);
}

async function insertEntrants(tx: Tx, round: Round): Promise<void> {
  await tx
    .insertInto('entrant')
    .values(
      round.entrants.map((entrant, position) => ({
        roundNumber: round.number,
        companySlug: entrant.company,
        position,
        entry: entrant.entry,
        enteredOn: entrant.enteredOn,
        model: entrant.model,
        modelParamsKo: entrant.modelParams?.ko ?? null,
        modelParamsEn: entrant.modelParams?.en ?? null,
        outcome: entrant.outcome,
        reasonKo: entrant.reason?.ko ?? null,
        reasonEn: entrant.reason?.en ?? null,
        shortReasonKo: entrant.shortReason?.ko ?? null,
        shortReasonEn: entrant.shortReason?.en ?? null,
      })),
    )
    .execute();
}

async function insertPublishedScores(tx: Tx, round: Round): Promise<void> {
  if (round.publishedScores.length === 0) return;
  await tx
    .insertInto('publishedScore')
    .values(
      round.publishedScores.map((score, position) => ({
        roundNumber: round.number,
        position,
        item: score.item,
        labelKo: score.label.ko,
        labelEn: score.label.en,
        maxPoints: score.maxHundredths / 100,
        best: score.best,
        bestHundredths: score.bestHundredths,
        averageHundredths: score.averageHundredths,
        gapHundredths: score.gapFirstToFourthHundredths,
        noteKo: score.note?.ko ?? null,
        noteEn: score.note?.en ?? null,
        source: score.source,
      })),
    )
    .execute();
}

async function insertSources(tx: Tx, round: Round): Promise<void> {
  await tx
    .insertInto('roundSource')
    .values(
      round.sources.map((source, position) => ({
        roundNumber: round.number,
        position,
        url: source.url,
        labelKo: source.label.ko,
        labelEn: source.label.en,
        publishedOn: source.publishedOn,
        official: source.official,
      })),
    )
    .execute();
}
