// Rounds on the admin pages: facts, announced seats and entrants; round-result.ts has their results. Every change is audited;
// invalid input throws ValidationError.
import type { Insertable, Selectable } from 'kysely';
import { type Actor, changeAs } from '../audit/service.ts';
import type { Db } from '../db/connect.ts';
import type { Entrant, Round } from '../db/schema.generated.ts';
import { AppError, ValidationError, whereViolated } from '../errors.ts';
import * as queries from './round-admin-queries.ts';

export type RoundFacts = Pick<
  Insertable<Round>,
  'titleKo' | 'titleEn' | 'stageOpensOn' | 'stageClosesOn' | 'scheduleKo' | 'scheduleEn'
>;
/** Announced seats; null while they are not announced. */
export type Seats = Pick<Round, 'announcedSeats' | 'seatsNoteKo' | 'seatsNoteEn'>;
export type EntrantFacts = Pick<Entrant, 'entry' | 'enteredOn' | 'model' | 'modelParamsKo' | 'modelParamsEn'>;

/** Bound of a round's number. */
export const MOST_ROUNDS = 99;

/** The result of a question names the company, which therefore neither enters nor leaves the round. */
const DECIDED = new ValidationError('form', 'not-possible-now', 409);
const REFUSALS = {
  entrant_company_slug_fkey: new ValidationError('company', 'unknown-choice'),
  entrant_round_number_fkey: new ValidationError('form', 'gone'),
  entrant_follows_result: DECIDED,
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

/** @throws AppError (404) */
export async function getEntrant(db: Db, number: number, company: string) {
  const entrant = (await queries.listEntrants(db, number)).find(({ companySlug }) => companySlug === company);
  if (!entrant) throw new AppError('entrant-not-found', 404, 'The company is not in the round.');
  return entrant;
}

export function listEntrants(db: Db, number: number): ReturnType<typeof queries.listEntrants> {
  return queries.listEntrants(db, number);
}

/** @returns the number of the new round */
export function addRound(db: Db, by: Actor, facts: RoundFacts): Promise<number> {
  refuseReversed(facts);
  return changeAs(db, by, async (tx) => {
    if (await queries.hasRoundTitled(tx, facts.titleKo, 0)) throw new ValidationError('titleKo', 'duplicate');
    const number = await queries.insertRound(tx, facts);
    if (number === undefined) throw new ValidationError('form', 'not-possible-now');
    return number;
  });
}

export function editRound(db: Db, by: Actor, number: number, facts: RoundFacts): Promise<void> {
  refuseReversed(facts);
  return changeAs(db, by, async (tx) => {
    if (await queries.hasRoundTitled(tx, facts.titleKo, number))
      throw new ValidationError('titleKo', 'duplicate');
    if (!(await queries.updateRound(tx, number, facts))) throw new ValidationError('form', 'gone');
  });
}

function refuseReversed({ stageOpensOn, stageClosesOn }: RoundFacts): void {
  if (stageOpensOn && stageClosesOn && stageClosesOn < stageOpensOn)
    throw new ValidationError('stageClosesOn', 'out-of-range');
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
  }).catch(whereViolated(REFUSALS));
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

/**
 * Removes an entrant from a round; the actor has a reason.
 *
 * @throws ValidationError where the entrant is gone, or the result of a question has decided it
 */
export function removeEntrant(db: Db, by: Actor, number: number, company: string): Promise<void> {
  return changeAs(db, by, async (tx) => {
    if (await queries.isDecided(tx, number, company)) throw DECIDED;
    if (!(await queries.deleteEntrant(tx, number, company))) throw new ValidationError('form', 'gone');
  });
}
