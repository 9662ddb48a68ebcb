// Selects of a question's board that other features read in one statement with theirs.
import { type Expression, sql } from 'kysely';
import type { Db } from '../db/connect.ts';
import type { JsonRows } from '../db/together.ts';
import { DAY_OF_FIRST_WEEK } from './first-week-selects.ts';

/** Select of the entries on the board of a question, by a resolution version. */
export function selectScoresOf(db: Db, questionId: number, version: number) {
  return db
    .selectFrom('score')
    .innerJoin('account', 'account.id', 'score.accountId')
    .select(['handle', 'isAuthor', 'isAdmin', 'excludedAt', 'crowdWeight', 'rank', 'place'])
    .select(['peerMicro', 'baselineMicro', 'coverageMillionths'])
    .select([sql<number>`1`.as('questions'), DAY_OF_FIRST_WEEK.as('dayOfFirstWeek')])
    .where('questionId', '=', questionId)
    .where('version', '=', version);
}

/** Select of the entries ranked at publication whose account is flagged now. Verification changes ranks only at the next publication. */
export function selectLeftOut(
  db: Db,
  questionId: number | Expression<number>,
  version: number | Expression<number>,
) {
  return db
    .selectFrom('account')
    .innerJoin('score', 'score.accountId', 'account.id')
    .select(['score.rank', 'score.place'])
    .where(sql<boolean>`is_flagged(account)`)
    .where('questionId', '=', questionId)
    .where('version', '=', version)
    .where('rank', 'is not', null)
    .$narrowType<{ rank: number; place: number }>();
}

export type LeftOut = JsonRows<ReturnType<typeof selectLeftOut>>[number];
