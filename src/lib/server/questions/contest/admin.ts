// Companies, events and the verification date on the admin pages. Every change is audited; invalid input throws
// ValidationError.
import { randomBytes } from 'node:crypto';
import type { Insertable, Selectable, Transaction } from 'kysely';
import { type Actor, changeAs } from '../../platform/audit/service.ts';
import type { Db } from '../../platform/db/connect.ts';
import type { Company, DB, Event } from '../../platform/db/schema.generated.ts';
import { AppError, ValidationError, whereViolated } from '../../platform/errors.ts';
import * as queries from './admin-queries.ts';

export type CompanyFacts = Omit<Insertable<Company>, 'slug' | 'position'>;
export type EventFacts = Omit<Insertable<Event>, 'slug' | 'hiddenAt'>;

/** Reserved slug: the address of the form for a new company or event. */
export const NEW = 'new';
const EVENT_SLUG_BYTES = 3;
const NO_ROUND = { event_round_number_fkey: new ValidationError('roundNumber', 'unknown-choice') };

export function listCompanies(db: Db): ReturnType<typeof queries.listCompanies> {
  return queries.listCompanies(db);
}

/** @throws AppError (404) */
export async function getCompany(db: Db, slug: string): Promise<Selectable<Company>> {
  const company = await queries.findCompany(db, slug);
  if (!company) throw new AppError('company-not-found', 404, 'There is no such company.');
  return company;
}

export function listEvents(db: Db): ReturnType<typeof queries.listEvents> {
  return queries.listEvents(db);
}

/** @throws AppError (404) */
export async function getEvent(db: Db, slug: string): Promise<Selectable<Event>> {
  const event = await queries.findEvent(db, slug);
  if (!event) throw new AppError('event-not-found', 404, 'There is no such event.');
  return event;
}

/** Today in Korea by the database's clock, `YYYY-MM-DD`. */
export function todayInKorea(db: Db): Promise<string> {
  return queries.todayInKorea(db);
}

/** Sets the date of the last verification to today. */
export function verifyToday(db: Db, by: Actor): Promise<void> {
  return changeAs(db, by, queries.setVerifiedToday);
}

/** `verifyToday` in the caller's transaction. */
export function setVerified(tx: Transaction<DB>): Promise<void> {
  return queries.setVerifiedToday(tx);
}

export function addCompany(db: Db, by: Actor, slug: string, facts: CompanyFacts): Promise<void> {
  return changeAs(db, by, async (tx) => {
    if (slug === NEW || !(await queries.insertCompany(tx, { slug, ...facts })))
      throw new ValidationError('slug', 'slug-taken');
  });
}

export function editCompany(db: Db, by: Actor, slug: string, facts: CompanyFacts): Promise<void> {
  return changeAs(db, by, async (tx) => {
    if (!(await queries.updateCompany(tx, slug, facts))) throw new ValidationError('form', 'gone');
  });
}

/** @returns the generated slug */
export async function addEvent(db: Db, by: Actor, facts: EventFacts): Promise<string> {
  await refuseFuture(db, facts.happenedOn);
  return changeAs(db, by, (tx) => insertEvent(tx, facts)).catch(whereViolated(NO_ROUND));
}

/** `addEvent` in the caller's transaction. */
export async function insertEvent(tx: Transaction<DB>, facts: EventFacts): Promise<string> {
  const slug = `${facts.happenedOn}-${randomBytes(EVENT_SLUG_BYTES).toString('hex')}`;
  if (await queries.isEventKnown(tx, facts, slug)) throw new ValidationError('titleKo', 'duplicate');
  await queries.insertEvent(tx, { slug, ...facts });
  return slug;
}

/** Updates an event; the actor has a reason. */
export async function correctEvent(db: Db, by: Actor, slug: string, facts: EventFacts): Promise<void> {
  await refuseFuture(db, facts.happenedOn);
  await changeAs(db, by, async (tx) => {
    if (await queries.isEventKnown(tx, facts, slug)) throw new ValidationError('titleKo', 'duplicate');
    if (!(await queries.updateEvent(tx, slug, facts))) throw new ValidationError('form', 'gone');
  }).catch(whereViolated(NO_ROUND));
}

/** Hides an event on every public page, or shows it again; the actor has a reason. */
export function hideEvent(db: Db, by: Actor, slug: string, hidden: boolean): Promise<void> {
  return changeAs(db, by, async (tx) => {
    if (!(await queries.setEventHidden(tx, slug, hidden))) throw new ValidationError('form', 'already-so');
  });
}

async function refuseFuture(db: Db, day: string): Promise<void> {
  if (day > (await queries.todayInKorea(db))) throw new ValidationError('happenedOn', 'in-the-future');
}
