// Public profiles as the pages of a site show them.
import * as forecasters from '#lib/server/results/profiles/service.ts';
import type { Db } from '#lib/server/platform/db/connect.ts';
import { momentOf } from '#lib/server/questions/moment.ts';
import { keeperOn } from './keeper.ts';

/** The profile of a handle as a visitor reads it; undefined when there is none to show. */
export async function findProfile(db: Db, handle: string, hasAuthor = true) {
  const keeper = keeperOn(db);
  const moment = await momentOf(db, keeper.catalogue, { accountId: null, hasAuthor });
  return forecasters.find(db, keeper, moment, handle, hasAuthor);
}
