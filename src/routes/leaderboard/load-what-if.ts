import { error, redirect } from '@sveltejs/kit';
import { localizeHref } from '#lib/i18n/paraglide/runtime.js';
import type { App } from '#lib/server/app.ts';
import { type BoardRequest, PAGE_ROWS } from '#lib/server/leaderboard/service.ts';
import { type Assumption, textsOf, withResult } from '#lib/server/what-if/assumption.ts';
import { earlierEditions, favouriteOf, readAsked } from '#lib/server/what-if/choices.ts';
import { FEWEST_RANKED } from '#lib/server/what-if/board-view.ts';
import * as whatIf from '#lib/server/what-if/service.ts';
import type { AssumableView, WhatIfView } from '#lib/types/leaderboard.ts';
import type { QuestionView } from '#lib/types/question.ts';

/**
 * The what-if board of an address, that of the crowd's favourite where it names none. Of a question that has got its
 * result meanwhile there is the official board to go to.
 *
 * @returns null where nothing can be assumed, and nothing was
 */
export async function loadWhatIf(
  app: App,
  asked: readonly string[],
  all: readonly QuestionView[],
  choices: AssumableView[],
  request: BoardRequest,
): Promise<WhatIfView | null> {
  const favourite = favouriteOf(choices);
  const assumptions = asked.length > 0 ? readOrRefuse(asked, all) : favourite && [favourite];
  if (!assumptions) return null;
  const results = choices[0]?.results ?? [];
  const hasTabs = results.length <= whatIf.MOST_TABS;
  const under = hasTabs && request.accountId !== null ? results : [];
  const others = under.map((result) => withResult(assumptions, result));
  const shown = await whatIf.boardWithRanks(app, assumptions, others, request);
  if (!shown) redirect(303, `${localizeHref('/leaderboard')}?board=all`);
  return {
    ...shown,
    assume: textsOf(assumptions),
    choices,
    earlier: earlierEditions(all, assumptions),
    hasTabs,
    fewestRanked: FEWEST_RANKED,
    pageRows: PAGE_ROWS,
  };
}

function readOrRefuse(asked: readonly string[], all: readonly QuestionView[]): Assumption[] {
  const read = readAsked(asked, all);
  if ('assumptions' in read) return read.assumptions;
  if ('unknown' in read)
    error(404, { message: 'There is no such assumption.', code: 'assumption-not-found' });
  const board = read.isAnnulled ? 'board=all' : `question=${read.decided.slug}`;
  redirect(303, `${localizeHref('/leaderboard')}?${board}`);
}
