import type { Db } from '../db/connect.ts';
import type { Input } from './compute.ts';
import { countResolved, listOfficial, listOfficialReferences } from './queries.ts';

/** What the results so far have earned everybody. */
export type OfficialSums = Pick<Input, 'official' | 'officialReferences' | 'officialQuestions'>;

/**
 * @param without questions whose results are left out
 * @param index the place of an account in memory
 */
export async function loadOfficial(
  db: Db,
  without: readonly number[],
  index: (accountId: number) => number,
): Promise<OfficialSums> {
  const sums = await listOfficial(db, without);
  return {
    official: new Map(sums.map(({ accountId, ...sum }) => [index(accountId), sum])),
    officialReferences: await listOfficialReferences(db, without),
    officialQuestions: await countResolved(db, without),
  };
}
