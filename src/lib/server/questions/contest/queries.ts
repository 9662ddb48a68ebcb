import { sql } from 'kysely';
import type { Db } from '../../platform/db/connect.ts';

export function listCompanies(db: Db) {
  return db
    .selectFrom('company')
    .select(['slug', 'nameKo', 'nameEn', 'shortKo', 'shortEn', 'site', 'consortium'])
    .orderBy('position')
    .execute();
}

export function listRounds(db: Db) {
  return db
    .selectFrom('round')
    .select([
      'number',
      'titleKo',
      'titleEn',
      'stageOpensOn',
      'stageClosesOn',
      'announcedSeats',
      'seatsNoteKo',
      'seatsNoteEn',
      'scheduleKo',
      'scheduleEn',
      'resultOn',
      'resultTime',
    ])
    .orderBy('number')
    .execute();
}

export function listEntrants(db: Db) {
  return db
    .selectFrom('entrant')
    .select([
      'roundNumber',
      'companySlug',
      'entry',
      'enteredOn',
      'model',
      'modelParamsKo',
      'modelParamsEn',
      'outcome',
      'reasonKo',
      'reasonEn',
      'shortReasonKo',
      'shortReasonEn',
    ])
    .orderBy('roundNumber')
    .orderBy('position')
    .execute();
}

/** Items of which something is known. */
export function listPublishedScores(db: Db) {
  return db
    .selectFrom('publishedScore')
    .select([
      'roundNumber',
      'item',
      'labelKo',
      'labelEn',
      'maxPoints',
      'best',
      'bestHundredths',
      'averageHundredths',
      'gapHundredths',
      'noteKo',
      'noteEn',
      'source',
    ])
    .where(
      sql<boolean>`best <> '{}' or coalesce(best_hundredths, average_hundredths, gap_hundredths) is not null`,
    )
    .orderBy('roundNumber')
    .orderBy('position')
    .execute();
}

export function listSources(db: Db) {
  return db
    .selectFrom('roundSource')
    .select(['roundNumber', 'url', 'labelKo', 'labelEn', 'publishedOn', 'official'])
    .orderBy('roundNumber')
    .orderBy('position')
    .execute();
}

/** Events that are not hidden, newest first. */
export function listEvents(db: Db) {
  return db
    .selectFrom('event')
    .select(['slug', 'happenedOn', 'happenedTime', 'titleKo', 'titleEn', 'url', 'kind', 'roundNumber'])
    .where('hiddenAt', 'is', null)
    .orderBy('happenedOn', 'desc')
    .orderBy('happenedTime', (order) => order.desc().nullsLast())
    .orderBy('slug')
    .execute();
}

export function findIsSimulation(db: Db) {
  return db.selectFrom('contest').select('isSimulation').executeTakeFirst();
}

export function findStatus(db: Db) {
  return db
    .selectFrom('contest')
    .select('lastVerifiedOn')
    .select(
      sql<number>`(now_at() at time zone 'Asia/Seoul')::date - last_verified_on`.as('daysSinceVerified'),
    )
    .executeTakeFirst();
}
