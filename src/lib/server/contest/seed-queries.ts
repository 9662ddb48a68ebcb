// Inserts of the shipped contest: companies, events and the author.
import { sql, type Transaction } from 'kysely';
import type { ContestStatus } from '#lib/contest/status.ts';
import type { Company, ContestEvent } from '#lib/contest/types.ts';
import type { DB } from '../db/schema.generated.ts';

type Tx = Transaction<DB>;

/** Key of the advisory lock that serialises seeding. */
const SEED_LOCK = 18005;

/** Serialises seeding, so that two starts at once seed each item once. */
export async function lockSeed(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${SEED_LOCK}, 0)`.execute(tx);
}

/** Marks an item as seeded. @returns false where it was seeded already */
export async function insertSeedItem(tx: Tx, key: string): Promise<boolean> {
  const fresh = await tx
    .insertInto('seedItem')
    .values({ key })
    .onConflict((c) => c.column('key').doNothing())
    .returning('key')
    .executeTakeFirst();
  return fresh !== undefined;
}

export async function insertSecret(tx: Tx, name: string, value: Buffer): Promise<void> {
  await tx
    .insertInto('serverSecret')
    .values({ name, value })
    .onConflict((c) => c.column('name').doNothing())
    .execute();
}

export async function insertStatus(tx: Tx, status: ContestStatus): Promise<void> {
  await tx.insertInto('contest').values({ lastVerifiedOn: status.lastVerifiedOn }).execute();
}

export async function insertCompany(tx: Tx, company: Company, position: number): Promise<void> {
  await tx
    .insertInto('company')
    .values({
      slug: company.slug,
      position,
      nameKo: company.name.ko,
      nameEn: company.name.en,
      shortKo: company.shortName.ko,
      shortEn: company.shortName.en,
      site: company.site,
      consortium: company.consortium,
    })
    .execute();
}

export async function insertEvent(tx: Tx, event: ContestEvent): Promise<void> {
  await tx
    .insertInto('event')
    .values({
      slug: event.slug,
      happenedOn: event.date,
      happenedTime: event.time,
      titleKo: event.title.ko,
      titleEn: event.title.en,
      url: event.url,
      kind: event.kind,
      roundNumber: event.round,
    })
    .execute();
}

/** Inserts the author's account. It has no password until it is claimed on the server's command line. */
export async function insertAuthor(tx: Tx): Promise<void> {
  await tx.insertInto('account').values({ handle: 'author', isAuthor: true }).execute();
}
