import type { Db } from '../db/connect.ts';
import { together } from '../db/together.ts';
import { selectScores } from './selects.ts';

/** In one statement what scores an account has; see `selectScores`. */
export function readScores(db: Db, accountId: number, mostLines: number) {
  return together(db, selectScores(db, accountId, mostLines));
}
