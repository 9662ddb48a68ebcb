import { error, redirect } from '@sveltejs/kit';
import { localizeHref } from '#lib/i18n/paraglide/runtime.js';
import type { App } from '#lib/server/app.ts';
import { isNewcomer } from '#lib/server/results/leaderboard/queries.ts';
import type { BoardRequest } from '#lib/server/results/leaderboard/service.ts';
import type { Moment } from '#lib/server/questions/moment.ts';
import { type Assumption, textsOf, withResult } from '#lib/server/results/what-if/assumption.ts';
import * as whatIf from '#lib/server/results/what-if/service.ts';
import {
  earlierEditions,
  favouriteOf,
  keptFor,
  readAssumptions,
} from '#lib/server/results/what-if/service.ts';
import { FEWEST_RANKED } from '#lib/server/results/what-if/board-view.ts';
import type { AssumableView, WhatIfView } from '#lib/types/leaderboard.ts';
import type { QuestionView } from '#lib/types/question.ts';

/** What an address assumes, and what it could. */
interface Asked {
  texts: readonly string[];
  all: readonly QuestionView[];
  choices: AssumableView[];
}

/**
 * The what-if board that an address assumes; without assumptions, that of the crowd's favourite. Redirects to the official
 * board where an assumed question has been resolved.
 *
 * @returns null where nothing can be assumed, and nothing was
 */
export async function loadWhatIf(
  app: App,
  moment: Moment,
  { texts, all, choices }: Asked,
  request: BoardRequest & { newcomersOnly: boolean },
): Promise<WhatIfView | null> {
  const favourite = favouriteOf(choices);
  const assumptions = texts.length > 0 ? readOrRefuse(texts, all) : favourite && [favourite];
  if (!assumptions) return null;
  const [first] = choices;
  const results = first?.results ?? [];
  const hasTabs = results.length <= whatIf.MOST_TABS;
  const under = hasTabs && request.accountId !== null ? results : [];
  const others = under.map((result) => withResult(assumptions, result));
  const shown = await whatIf.boardWithRanks(app, assumptions, others, request);
  if (!shown) redirect(303, `${localizeHref('/leaderboard')}?board=all`);
  return {
    ...shown,
    assume: textsOf(assumptions),
    newcomersOnly: request.newcomersOnly,
    choices,
    earlier: earlierEditions(all, assumptions),
    hasTabs,
    fewestRanked: FEWEST_RANKED,
    kept: keptFor(
      moment,
      all.find(({ slug }) => slug === first?.slug),
    ),
    isLeftOut: request.newcomersOnly && request.accountId !== null && !isNewcomer(moment),
  };
}

function readOrRefuse(texts: readonly string[], all: readonly QuestionView[]): Assumption[] {
  const read = readAssumptions(texts, all);
  if ('assumptions' in read) return read.assumptions;
  if ('unknown' in read)
    error(404, { message: 'There is no such assumption.', code: 'assumption-not-found' });
  const board = read.isAnnulled ? 'board=all' : `question=${read.decided.slug}`;
  redirect(303, `${localizeHref('/leaderboard')}?${board}`);
}
