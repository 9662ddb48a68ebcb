// Part of every select of a board's rows.
import { sql } from 'kysely';
import { FIRST_WEEK_MS } from './newcomers.ts';

/** Which day it is for an account, 1 being that of joining; null after the first week, and for the author, who never joined. */
export const DAY_OF_FIRST_WEEK = sql<number | null>`
  case when not account.is_author and now_at() - account.joined_at < make_interval(secs => ${FIRST_WEEK_MS / 1_000})
       then extract(day from now_at() - account.joined_at)::int + 1 end`;
