// Shared data as pages get it: from the catalogue, as of the clock of a connection.
import { Catalogue } from '#lib/server/questions/catalogue.ts';
import { viewAt } from '#lib/server/questions/contest/service.ts';
import type { Db } from '#lib/server/platform/db/connect.ts';
import { type Moment, momentOf } from '#lib/server/questions/moment.ts';
import { find } from '#lib/server/questions/service.ts';
import type { ContestView } from '#lib/types/contest.ts';

/** A moment of a visitor or an account, with a catalogue of its own. */
export function momentOn(db: Db, accountId: number | null = null): Promise<Moment> {
  return momentOf(db, new Catalogue(db), { accountId, hasAuthor: true });
}

export async function contestOn(db: Db): Promise<ContestView> {
  const { catalogue, now } = await momentOn(db);
  return viewAt(catalogue.contest, now);
}

export async function editsOn(db: Db, slug: string) {
  return find(await momentOn(db), slug).edits;
}

export async function exclusionsOn(db: Db, slug: string) {
  return find(await momentOn(db), slug).exclusions;
}
