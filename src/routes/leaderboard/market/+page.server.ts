import { sharePage } from '#lib/components/share/pages.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import { momentFor, readerOf } from '#lib/server/questions/http.ts';
import * as leaderboard from '#lib/server/results/leaderboard/service.ts';
import { marketBoard } from '#lib/server/market/board.ts';
import { hasMarket } from '#lib/server/market/view.ts';
import { leadQuestion } from '#lib/server/questions/lead.ts';
import * as questions from '#lib/server/questions/service.ts';
import { textsOf } from '#lib/server/results/what-if/assumption.ts';
import { assumablesOf, favouriteOf } from '#lib/server/results/what-if/service.ts';
import { pageNumber } from '../page-number.ts';
import { searchedHandle } from '../searched-handle.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  const all = questions.listAt(await momentFor(locals), locals.app.keeper);
  const page = pageNumber(url.searchParams.get('page'));
  const limit = page === null ? leaderboard.FIRST_ROWS : leaderboard.PAGE_ROWS;
  const search = searchedHandle(url.searchParams);
  const favourite = favouriteOf(assumablesOf(all));
  const lead = leadQuestion(all);
  return {
    share: sharePage(m.market_board_title(), m.market_board_lead()),
    board: await marketBoard(locals.db, { page: page ?? 1, limit, search, ...readerOf(locals) }),
    search,
    mostFound: leaderboard.MOST_FOUND,
    favourite: favourite && textsOf([favourite]),
    /** Where to trade; null where nothing is open. */
    next: lead?.phase === 'open' && hasMarket(lead) ? lead.slug : null,
  };
};
