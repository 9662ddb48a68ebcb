import type { Db } from '../../platform/db/connect.ts';
import { selectOddsAt } from '../../forecasts/crowd/queries.ts';
import { together } from '../../platform/db/sql.ts';
import { selectLastBefore } from '../../forecasts/queries.ts';
import { selectLeftOut, selectScoresOf } from '../leaderboard/queries.ts';
import { selectLastPlace } from '../leaderboard/selects.ts';

/** A result, and until when forecasts on its question counted. */
export interface Counted {
  questionId: number;
  version: number;
  until: Date;
}

/**
 * The part of a recent result that is the same for everybody, in one statement: the odds until it was known, the author's
 * last forecast and score, the last place, and who is not ranked any more.
 */
export function readForAll(db: Db, { questionId, version, until }: Counted) {
  const author = db.selectFrom('account').select('id').where('isAuthor', '=', true);
  return together(db, {
    crowd: selectOddsAt(db, questionId, until),
    author: db
      .selectFrom(author.as('author'))
      .innerJoinLateral(
        (e) => selectLastBefore(db, e.ref('author.id'), questionId, until).as('last'),
        (join) => join.onTrue(),
      )
      .select('last.permille'),
    authorScore: selectScoresOf(db, questionId, version).where('account.isAuthor', '=', true),
    last: selectLastPlace(db, questionId, version),
    leftOut: selectLeftOut(db, questionId, version),
  });
}

/** An account's part of a recent result, in one statement: its last forecast that counted, and its score. */
export function readForAccount(db: Db, { questionId, version, until }: Counted, accountId: number) {
  return together(db, {
    last: selectLastBefore(db, accountId, questionId, until),
    score: selectScoresOf(db, questionId, version).where('score.accountId', '=', accountId),
  });
}
