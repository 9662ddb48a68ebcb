// Public profiles of forecasters. Never contain an e-mail address or anything about signing in.
import type { ForecasterView } from '#lib/types/forecaster.ts';
import type { QuestionView } from '#lib/types/question.ts';
import { isHandle } from '../accounts/handle.ts';
import type { Db } from '../db/connect.ts';
import { calibrationOf, scoresOf, standingOf } from '../leaderboard/my-scores.ts';
import * as questions from '../questions/service.ts';
import { findForecaster } from './queries.ts';

export interface Profile {
  forecaster: ForecasterView;
  /** Open questions with the forecaster's standing forecast as `mine`. */
  open: QuestionView[];
}

/** Finds a public profile by handle, ignoring case and Unicode composition; undefined when there is none to show. */
export async function find(
  db: Db,
  odds: questions.QuestionSource,
  typed: string,
  hasAuthor: boolean,
): Promise<Profile | undefined> {
  const handle = typed.normalize('NFC');
  const account = isHandle(handle) ? await findForecaster(db, handle) : undefined;
  if (!account || (account.isAuthor && !hasAuthor)) return undefined;
  const { id, joinedAt, isAuthor, isAdmin, excludedAt, crowdWeight, isUnclaimed } = account;
  const [standing, scores, calibration, all] = await Promise.all([
    standingOf(db, id),
    scoresOf(db, id),
    calibrationOf(db, id),
    questions.list(db, odds, { accountId: id, hasAuthor }),
  ]);
  const forecaster: ForecasterView = {
    handle: account.handle,
    joinedAt: isUnclaimed ? null : joinedAt.toISOString(),
    isAuthor,
    isAdmin,
    isExcluded: excludedAt !== null,
    isUnverified: crowdWeight !== 'full' && !isAuthor && !isAdmin,
    standing,
    scores,
    calibration,
  };
  return { forecaster, open: all.filter(({ phase, mine }) => phase === 'open' && mine !== null) };
}
