import { jsonArrayFrom } from 'kysely/helpers/postgres';
import { selectLastAt } from './queries.ts';
import type { Db } from '../../platform/db/connect.ts';
import { selectLogOfAuthorOn, selectLogOn } from '../queries.ts';
import { LOG_PAGE } from '../service.ts';

/**
 * In one statement the author's log on a question and when the last point of its history was recorded; with an account also
 * the first page of its own log.
 */
export function readLogs(db: Db, questionId: number, accountId: number | null) {
  return db
    .selectFrom(selectLastAt(db, questionId).as('history'))
    .select('history.at as lastPointAt')
    .select(jsonArrayFrom(selectLogOfAuthorOn(db, questionId)).as('author'))
    .$if(accountId !== null, (q) =>
      q.select(jsonArrayFrom(selectLogOn(db, accountId!, questionId, { limit: LOG_PAGE })).as('own')),
    )
    .executeTakeFirstOrThrow();
}
