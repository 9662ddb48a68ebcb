import type { Db } from '../db/connect.ts';
import type { Input } from './compute.ts';
import { countResolved, listOfficial, listOfficialReferences } from './queries.ts';

/** Sums of all official scores. */
export type OfficialSums = Pick<Input, 'official' | 'officialReferences' | 'officialQuestions'>;

/**
 * @param without questions whose results are left out
 * @param index index of an account in the worker's arrays
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
