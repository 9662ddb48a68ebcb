// Public profiles of forecasters. Never contain an e-mail address or anything about signing in.
import type { ForecasterView } from '#lib/types/forecaster.ts';
import type { QuestionView } from '#lib/types/question.ts';
import { isHandle } from '../../people/accounts/handle.ts';
import type { Db } from '../../platform/db/connect.ts';
import { calibrationFrom, scoresFrom, standingFrom } from '../leaderboard/my-scores.ts';
import type { Moment } from '../../questions/moment.ts';
import * as questions from '../../questions/service.ts';
import { findForecaster, readRecord } from './queries.ts';

export interface Profile {
  forecaster: ForecasterView;
  /** Open questions with the forecaster's standing forecast as `mine`. */
  open: QuestionView[];
}

/**
 * Finds a public profile by handle, ignoring case and Unicode composition; undefined when there is none to show.
 *
 * @param moment of any reader: the profile is the same for all
 */
export async function find(
  db: Db,
  odds: questions.QuestionSource,
  moment: Moment,
  typed: string,
  hasAuthor: boolean,
): Promise<Profile | undefined> {
  const handle = typed.normalize('NFC');
  const account = isHandle(handle) ? await findForecaster(db, handle) : undefined;
  if (!account || (account.isAuthor && !hasAuthor)) return undefined;
  const { id, joinedAt, isAuthor, isAdmin, excludedAt, crowdWeight, isUnclaimed } = account;
  const record = await readRecord(db, id);
  const all = questions.listAt({ ...moment, mine: record.latest }, odds);
  const forecaster: ForecasterView = {
    handle: account.handle,
    joinedAt: isUnclaimed ? null : joinedAt.toISOString(),
    isAuthor,
    isAdmin,
    isExcluded: excludedAt !== null,
    isUnverified: crowdWeight !== 'full' && !isAuthor && !isAdmin,
    standing: standingFrom(record.standing),
    scores: questions.titled(moment, scoresFrom(record)),
    calibration: calibrationFrom(record.last),
  };
  return { forecaster, open: all.filter(({ phase, mine }) => phase === 'open' && mine !== null) };
}
