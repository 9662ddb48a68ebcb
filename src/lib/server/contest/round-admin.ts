// Rounds on the admin pages: facts, announced seats, entrants and result. Every change is audited; invalid input throws
// ValidationError.
import type { Insertable, Selectable } from 'kysely';
import { type Actor, changeAs } from '../audit/service.ts';
import type { Db } from '../db/connect.ts';
import type { Entrant, Round } from '../db/schema.generated.ts';
import { AppError, ValidationError, whereViolated } from '../errors.ts';
import { todayInKorea } from './admin-queries.ts';
import * as queries from './round-admin-queries.ts';

export type RoundFacts = Pick<
  Insertable<Round>,
  'titleKo' | 'titleEn' | 'stageOpensOn' | 'stageClosesOn' | 'scheduleKo' | 'scheduleEn'
>;
/** Announced seats; null while they are not announced. */
export type Seats = Pick<Round, 'announcedSeats' | 'seatsNoteKo' | 'seatsNoteEn'>;
export type EntrantFacts = Pick<Entrant, 'entry' | 'enteredOn' | 'model' | 'modelParamsKo' | 'modelParamsEn'>;
export type EntrantOutcome = Pick<
  Entrant,
  'companySlug' | 'outcome' | 'reasonKo' | 'reasonEn' | 'shortReasonKo' | 'shortReasonEn'
>;
/** Day and time of the result, and the outcome of each entrant. */
export interface Result extends Pick<Round, 'resultOn' | 'resultTime'> {
  outcomes: EntrantOutcome[];
}

const NOT_THERE = {
  entrant_company_slug_fkey: new ValidationError('company', 'unknown-choice'),
  entrant_round_number_fkey: new ValidationError('form', 'gone'),
};

export function listRounds(db: Db): ReturnType<typeof queries.listRounds> {
  return queries.listRounds(db);
}

/** @throws AppError (404) */
export async function getRound(db: Db, number: number): Promise<Selectable<Round>> {
  const round = await queries.findRound(db, number);
  if (!round) throw new AppError('round-not-found', 404, 'There is no such round.');
  return round;
}

export function listEntrants(db: Db, number: number): ReturnType<typeof queries.listEntrants> {
  return queries.listEntrants(db, number);
}

/** @returns the number of the new round */
export function addRound(db: Db, by: Actor, facts: RoundFacts): Promise<number> {
  return changeAs(db, by, async (tx) => {
    if (await queries.hasRoundTitled(tx, facts.titleKo, 0)) throw new ValidationError('titleKo', 'duplicate');
    const number = await queries.insertRound(tx, facts);
    if (number === undefined) throw new ValidationError('form', 'not-possible-now');
    return number;
  });
}

export function editRound(db: Db, by: Actor, number: number, facts: RoundFacts): Promise<void> {
  return changeAs(db, by, async (tx) => {
    if (await queries.hasRoundTitled(tx, facts.titleKo, number))
      throw new ValidationError('titleKo', 'duplicate');
    if (!(await queries.updateRound(tx, number, facts))) throw new ValidationError('form', 'gone');
  });
}

/** Changes the announced seats; the actor has a reason. */
export function announceSeats(db: Db, by: Actor, number: number, seats: Seats): Promise<void> {
  return changeAs(db, by, async (tx) => {
    if (!(await queries.updateRound(tx, number, seats))) throw new ValidationError('form', 'gone');
  });
}

export function addEntrant(
  db: Db,
  by: Actor,
  number: number,
  company: string,
  facts: EntrantFacts,
): Promise<void> {
  return changeAs(db, by, async (tx) => {
    if (!(await queries.insertEntrant(tx, { roundNumber: number, companySlug: company, ...facts })))
      throw new ValidationError('company', 'duplicate');
  }).catch(whereViolated(NOT_THERE));
}

export function editEntrant(
  db: Db,
  by: Actor,
  number: number,
  company: string,
  facts: EntrantFacts,
): Promise<void> {
  return changeAs(db, by, async (tx) => {
    if (!(await queries.updateEntrant(tx, number, company, facts))) throw new ValidationError('form', 'gone');
  });
}

/** Removes an entrant from a round; the actor has a reason. */
export function removeEntrant(db: Db, by: Actor, number: number, company: string): Promise<void> {
  return changeAs(db, by, async (tx) => {
    if (!(await queries.deleteEntrant(tx, number, company))) throw new ValidationError('form', 'gone');
  });
}

/** Sets or clears the result of a round for all its entrants, in one transaction. */
export async function setResult(db: Db, by: Actor, number: number, result: Result): Promise<void> {
  const { resultOn, resultTime, outcomes } = result;
  const today = await todayInKorea(db);
  if (resultOn !== null && resultOn > today) throw new ValidationError('resultOn', 'in-the-future');
  await changeAs(db, by, async (tx) => {
    if (!(await queries.updateRound(tx, number, { resultOn, resultTime })))
      throw new ValidationError('form', 'gone');
    const said = new Set(outcomes.map(({ companySlug }) => companySlug));
    const entrants = await queries.listEntrants(tx, number);
    if (!entrants.every(({ companySlug }) => said.has(companySlug)))
      throw new ValidationError('form', 'wrong-count');
    for (const { companySlug, ...outcome } of outcomes) {
      if (!(await queries.updateEntrant(tx, number, companySlug, outcome)))
        throw new ValidationError('form', 'gone');
    }
  });
}
