// Changes of companies and events. Each runs inside `changeAs` (audit/service.ts).
import { type Insertable, sql, type Transaction, type Updateable } from 'kysely';
import type { Db } from '../../platform/db/connect.ts';
import type { Company, DB, Event } from '../../platform/db/schema.generated.ts';

type Tx = Transaction<DB>;

/** Today in Korea by the database's clock, `YYYY-MM-DD`. */
export async function todayInKorea(db: Db): Promise<string> {
  const { rows } = await sql<{
    day: string;
  }>`select (now_at() at time zone 'Asia/Seoul')::date as day`.execute(db);
  const [row] = rows;
  if (!row) throw new Error('The database returned no day.');
  return row.day;
}

export async function setVerifiedToday(tx: Tx): Promise<void> {
  await tx
    .updateTable('contest')
    .set({ lastVerifiedOn: sql<string>`(now_at() at time zone 'Asia/Seoul')::date` })
    .execute();
}

export function listCompanies(db: Db) {
  return db.selectFrom('company').selectAll().orderBy('position').orderBy('slug').execute();
}

export function findCompany(db: Db, slug: string) {
  return db.selectFrom('company').selectAll().where('slug', '=', slug).executeTakeFirst();
}

/** Inserts a company in the last position. @returns false where the slug is taken */
export async function insertCompany(
  tx: Tx,
  company: Omit<Insertable<Company>, 'position'>,
): Promise<boolean> {
  const result = await tx
    .insertInto('company')
    .values({ ...company, position: sql<number>`(select coalesce(max(position), -1) + 1 from company)` })
    .onConflict((c) => c.column('slug').doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

/** @returns false where there is no such company */
export async function updateCompany(tx: Tx, slug: string, company: Updateable<Company>): Promise<boolean> {
  const result = await tx.updateTable('company').set(company).where('slug', '=', slug).executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** All events with the hidden ones, newest first. */
export function listEvents(db: Db) {
  return db
    .selectFrom('event')
    .selectAll()
    .orderBy('happenedOn', 'desc')
    .orderBy('happenedTime', (order) => order.desc().nullsLast())
    .orderBy('slug')
    .execute();
}

export function findEvent(db: Db, slug: string) {
  return db.selectFrom('event').selectAll().where('slug', '=', slug).executeTakeFirst();
}

/** Whether another event has the same day and title. */
export async function isEventKnown(
  tx: Tx,
  event: Pick<Event, 'happenedOn' | 'titleKo'>,
  exceptSlug: string,
): Promise<boolean> {
  const row = await tx
    .selectFrom('event')
    .select('slug')
    .where('happenedOn', '=', event.happenedOn)
    .where('titleKo', '=', event.titleKo)
    .where('slug', '!=', exceptSlug)
    .executeTakeFirst();
  return row !== undefined;
}

export async function insertEvent(tx: Tx, event: Insertable<Event>): Promise<void> {
  await tx.insertInto('event').values(event).execute();
}

/** @returns false where there is no such event */
export async function updateEvent(tx: Tx, slug: string, event: Updateable<Event>): Promise<boolean> {
  const result = await tx.updateTable('event').set(event).where('slug', '=', slug).executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** @returns false where there is no such event, or it is in that state already */
export async function setEventHidden(tx: Tx, slug: string, hidden: boolean): Promise<boolean> {
  const result = await tx
    .updateTable('event')
    .set({ hiddenAt: hidden ? sql<Date>`now_at()` : null })
    .where('slug', '=', slug)
    .where('hiddenAt', hidden ? 'is' : 'is not', null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}
