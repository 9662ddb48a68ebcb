// Rounds on the admin pages: facts, announced seats and entrants; round-result.ts has their results. Every change is audited;
// invalid input throws ValidationError.
import type { Insertable, Selectable, Transaction } from 'kysely';
import { type Actor, changeAs } from '../../platform/audit/service.ts';
import type { Db } from '../../platform/db/connect.ts';
import type { DB, Entrant, Round } from '../../platform/db/schema.generated.ts';
import { AppError, ValidationError, whereViolated } from '../../platform/errors.ts';
import * as queries from './round-queries.ts';
import type { Text } from '#lib/contest/types.ts';

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

// The result of a round, and the round that follows it. Changes run inside `changeAs` (audit/service.ts).

/** Day and time of the result, and what became of each entrant. */
export interface Result extends Pick<Round, 'resultOn' | 'resultTime'> {
  survivors: string[];
  eliminated: { company: string; reason: Text; shortReason: Text | null }[];
}

/** The round that follows a result. */
interface NextRound {
  number: number;
  title: Text;
  isNew: boolean;
  /** Null where they are not announced. */
  seats: number | null;
  entering: string[];
  leaving: string[];
  enteredOn: string;
}

/**
 * Writes the result of a round with the reasons of those who do not go on. Of a company that the result of a question has
 * decided it changes only the reason.
 *
 * @throws ValidationError where the result of a question says otherwise, or an entrant is missing
 */
export async function setResult(tx: Transaction<DB>, number: number, result: Result): Promise<void> {
  const { resultOn, resultTime, survivors, eliminated } = result;
  const entrants = await queries.listEntrants(tx, number);
  const named = new Set([...survivors, ...eliminated.map(({ company }) => company)]);
  if (entrants.length !== named.size || !entrants.every(({ companySlug }) => named.has(companySlug)))
    throw new ValidationError('entrants', 'gone', 409);
  if (!(await queries.updateRound(tx, number, { resultOn, resultTime })))
    throw new ValidationError('form', 'gone');
  const none = { reasonKo: null, reasonEn: null, shortReasonKo: null, shortReasonEn: null };
  for (const company of survivors)
    await queries.updateEntrant(tx, number, company, { outcome: 'advanced', ...none }).catch(orContradicted);
  for (const { company, reason, shortReason } of eliminated) {
    const reasons = { reasonKo: reason.ko, reasonEn: reason.en };
    const short = { shortReasonKo: shortReason?.ko ?? null, shortReasonEn: shortReason?.en ?? null };
    await queries
      .updateEntrant(tx, number, company, { outcome: 'eliminated', ...reasons, ...short })
      .catch(orContradicted);
  }
}

/** Announced seats of the round that follows, and who enters or leaves it; the round is made where there is none. */
export async function enterNext(tx: Transaction<DB>, next: NextRound): Promise<void> {
  const { number, title, isNew, seats, entering, leaving, enteredOn } = next;
  if (isNew) {
    const facts = { titleKo: title.ko, titleEn: title.en, stageOpensOn: enteredOn };
    if ((await queries.insertRound(tx, facts)) !== number)
      throw new ValidationError('form', 'not-possible-now', 409);
  }
  // A note speaks of the number before it.
  const noNote = { seatsNoteKo: null, seatsNoteEn: null };
  if (seats !== null) await queries.updateRound(tx, number, { announcedSeats: seats, ...noNote });
  for (const company of leaving) await queries.deleteEntrant(tx, number, company);
  for (const companySlug of entering)
    await queries.insertEntrant(tx, { roundNumber: number, companySlug, entry: 'carried', enteredOn });
}

const orContradicted = whereViolated({
  entrant_follows_result: new ValidationError('entrants', 'contradicts-result', 409),
});
