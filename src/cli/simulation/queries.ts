// Queries of the replay on its own database that no service offers.
import { sql } from 'kysely';
import type { Db } from '#lib/server/platform/db/connect.ts';

/** Empties the database, because an interrupted replay cannot be resumed. */
export async function dropEverything(db: Db): Promise<void> {
  await sql`drop schema public cascade`.execute(db);
  await sql`create schema public`.execute(db);
}

/** Sets `synchronous_commit = off`: faster, and safe because an interrupted replay is thrown away. */
export async function commitAsynchronously(db: Db): Promise<void> {
  await sql`set synchronous_commit = off`.execute(db);
}

export async function checkpoint(db: Db): Promise<void> {
  await sql`checkpoint`.execute(db);
}

export async function markSimulation(db: Db): Promise<void> {
  await db.updateTable('contest').set({ isSimulation: true }).execute();
}

/** @returns the account's id */
export async function insertAdmin(db: Db, handle: string): Promise<number> {
  const { id } = await db
    .insertInto('account')
    .values({ handle, isAdmin: true })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

export async function findAccountId(db: Db, handle: string): Promise<number> {
  const { id } = await db
    .selectFrom('account')
    .select('id')
    .where('handle', '=', handle)
    .executeTakeFirstOrThrow();
  return id;
}

/** Inserts accounts without e-mail and password, so that nobody can sign in to them. @returns their ids in the given order */
export async function insertForecasters(
  db: Db,
  people: readonly { handle: string; joinsAt: number }[],
): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    insert into account (handle, joined_at)
    select handle, to_timestamp(ms / 1000)
      from unnest(${people.map(({ handle }) => handle)}::text[],
                  ${people.map(({ joinsAt }) => joinsAt)}::float8[]) with ordinality as person (handle, ms, i)
     order by i
    returning id
  `.execute(db);
  return rows.map(({ id }) => id).sort((a, b) => a - b);
}

export async function findOfficialSource(db: Db, slug: string): Promise<string | null> {
  const { officialSource } = await db
    .selectFrom('question')
    .select('officialSource')
    .where('slug', '=', slug)
    .executeTakeFirstOrThrow();
  return officialSource;
}
