// The result of a round, and the round that follows it. Changes run inside `changeAs` (audit/service.ts).
import type { Transaction } from 'kysely';
import type { Text } from '#lib/contest/types.ts';
import type { DB, Round } from '../db/schema.generated.ts';
import { ValidationError, whereViolated } from '../errors.ts';
import * as queries from './round-admin-queries.ts';

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
