// The admin pages of the contest: companies, events and the day to which the facts were checked. Every change is somebody's
// and leaves a record of before and after; what cannot be is a ValidationError.
import { randomBytes } from 'node:crypto';
import type { Insertable } from 'kysely';
import { type Actor, changeAs } from '../audit/service.ts';
import type { Db } from '../db/connect.ts';
import type { Company, Event } from '../db/schema.generated.ts';
import { ValidationError, orValidationError } from '../validation-error.ts';
import {
  findCompany,
  findEvent,
  insertCompany,
  insertEvent,
  isEventKnown,
  listCompanies,
  listEvents,
  setEventHidden,
  setVerifiedToday,
  todayInKorea,
  updateCompany,
  updateEvent,
} from './admin-queries.ts';

export { findCompany, findEvent, listCompanies, listEvents, todayInKorea };

export type CompanyFacts = Omit<Insertable<Company>, 'slug' | 'position'>;
export type EventFacts = Omit<Insertable<Event>, 'slug' | 'hiddenAt'>;

/** The address of the form for a new one, which none may have. */
const ADDING = 'new';
const EVENT_SLUG_BYTES = 3;
const NO_ROUND = { event_round_number_fkey: new ValidationError('round', 'unknown-choice') };

/** "I looked today, there is nothing new." */
export function verifyToday(db: Db, by: Actor): Promise<void> {
  return changeAs(db, by, setVerifiedToday);
}

export function addCompany(db: Db, by: Actor, slug: string, facts: CompanyFacts): Promise<void> {
  return changeAs(db, by, async (tx) => {
    if (slug === ADDING || !(await insertCompany(tx, { slug, ...facts })))
      throw new ValidationError('slug', 'slug-taken');
  });
}

export function editCompany(db: Db, by: Actor, slug: string, facts: CompanyFacts): Promise<void> {
  return changeAs(db, by, async (tx) => {
    if (!(await updateCompany(tx, slug, facts))) throw new ValidationError('form', 'gone');
  });
}

/** @returns the slug that it was given */
export async function addEvent(db: Db, by: Actor, facts: EventFacts): Promise<string> {
  await refuseFuture(db, facts.happenedOn);
  const slug = `${facts.happenedOn}-${randomBytes(EVENT_SLUG_BYTES).toString('hex')}`;
  await changeAs(db, by, async (tx) => {
    if (await isEventKnown(tx, facts, slug)) throw new ValidationError('titleKo', 'duplicate');
    await insertEvent(tx, { slug, ...facts });
  }).catch(orValidationError(NO_ROUND));
  return slug;
}

/** Corrects what was told of an event; the actor says why. */
export async function correctEvent(db: Db, by: Actor, slug: string, facts: EventFacts): Promise<void> {
  await refuseFuture(db, facts.happenedOn);
  await changeAs(db, by, async (tx) => {
    if (await isEventKnown(tx, facts, slug)) throw new ValidationError('titleKo', 'duplicate');
    if (!(await updateEvent(tx, slug, facts))) throw new ValidationError('form', 'gone');
  }).catch(orValidationError(NO_ROUND));
}

/** Takes an event out of every public page, or back in; the actor says why. */
export function hideEvent(db: Db, by: Actor, slug: string, hidden: boolean): Promise<void> {
  return changeAs(db, by, async (tx) => {
    if (!(await setEventHidden(tx, slug, hidden))) throw new ValidationError('form', 'already-so');
  });
}

async function refuseFuture(db: Db, day: string): Promise<void> {
  if (day > (await todayInKorea(db))) throw new ValidationError('happenedOn', 'in-the-future');
}
