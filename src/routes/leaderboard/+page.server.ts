import { sharePage } from '#lib/components/share/pages.ts';
import type { People } from '#lib/components/leaderboard/address.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import { localized } from '#lib/i18n/text.ts';
import { momentFor, readerOf } from '#lib/server/questions/http.ts';
import { isInFirstWeek } from '#lib/server/results/leaderboard/queries.ts';
import * as leaderboard from '#lib/server/results/leaderboard/service.ts';
import { leadQuestion } from '#lib/server/questions/lead.ts';
import * as questions from '#lib/server/questions/service.ts';
import { assumablesOf, favouriteOf } from '#lib/server/results/what-if/service.ts';
import { textsOf } from '#lib/server/results/what-if/assumption.ts';
import type { Text } from '#lib/contest/types.ts';
import type { PageServerLoad } from './$types';
import { loadOfficial } from './load-official.ts';
import { loadWhatIf } from './load-what-if.ts';
import { pageNumber } from './page-number.ts';
import { searchedHandle } from './searched-handle.ts';

export const load: PageServerLoad = async ({ locals, url }) => {
  const { app } = locals;
  const { searchParams } = url;
  const moment = await momentFor(locals);
  const all = questions.listAt(moment, app.keeper);
  const resolved = all.filter(({ resolution }) => resolution?.outcome);
  const choices = assumablesOf(all);
  const favourite = favouriteOf(choices);
  const search = searchedHandle(searchParams);
  const page = pageNumber(searchParams.get('page'));
  const people = peopleOf(searchParams.get('people'));
  const limit = page === null ? leaderboard.FIRST_ROWS : leaderboard.PAGE_ROWS;
  const request = { page: page ?? 1, limit, search, ...readerOf(locals) };
  const lead = leadQuestion(all);
  const shared = {
    search,
    people,
    mostFound: leaderboard.MOST_FOUND,
    resolved: resolved.map(({ slug, title, resolution }) => ({ slug, title, resolution })),
    /** What to forecast on; null where nothing is open. */
    next: lead?.phase === 'open' ? lead.slug : null,
    /** Questions that are followed until they have a result. */
    open: choices.map(({ slug, title }) => ({ slug, title, resolution: null })),
    favourite: favourite && textsOf([favourite]),
  };
  const assumed = searchParams.getAll('assume').filter((text) => text !== '');
  const isOfficialRequested = searchParams.has('board') || searchParams.has('question');
  const isAssumed = searchParams.has('assume') || (!isOfficialRequested && resolved.length === 0);
  const newcomersOnly = people === 'new' || (people === null && isInFirstWeek(moment));
  const whatIf = isAssumed
    ? await loadWhatIf(app, moment, { texts: assumed, all, choices }, { ...request, newcomersOnly })
    : null;
  const official = whatIf ? null : await loadOfficial(locals, moment, { searchParams, resolved }, request);
  const of = shared.resolved.find(({ slug }) => slug === official?.question);
  return { share: shareBoard(whatIf !== null, of?.title), ...shared, whatIf, official };
};

function shareBoard(isAssumed: boolean, question: Text | undefined) {
  if (isAssumed) return sharePage(m.whatif_title(), m.whatif_lead());
  if (!question) return sharePage(m.board_title(), m.board_lead());
  return sharePage(`${m.board_title()} · ${localized(question)}`, m.board_lead_question());
}

/** Whose ranks the address asks for; null where it says nothing. */
function peopleOf(text: string | null): People | null {
  return text === 'new' || text === 'all' ? text : null;
}
