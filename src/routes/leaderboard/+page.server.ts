import { error } from '@sveltejs/kit';
import { sharePage } from '#lib/components/share/pages.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import { localized } from '#lib/i18n/text.ts';
import { momentFor, readerOf } from '#lib/server/http/reader.ts';
import * as leaderboard from '#lib/server/leaderboard/service.ts';
import { leadQuestion } from '#lib/server/questions/lead.ts';
import * as questions from '#lib/server/questions/service.ts';
import { assumablesOf, favouriteOf } from '#lib/server/what-if/choices.ts';
import { textsOf } from '#lib/server/what-if/assumption.ts';
import type { Text } from '#lib/contest/types.ts';
import type { BoardKind } from '#lib/types/leaderboard.ts';
import type { QuestionView } from '#lib/types/question.ts';
import type { PageServerLoad } from './$types';
import { loadWhatIf } from './load-what-if.ts';

export const load: PageServerLoad = async ({ locals, url }) => {
  const { app } = locals;
  const { searchParams } = url;
  const all = questions.listAt(await momentFor(locals), app.keeper);
  const resolved = all.filter(({ resolution }) => resolution?.outcome);
  const choices = assumablesOf(all);
  const favourite = favouriteOf(choices);
  const search = (searchParams.get('q') ?? '')
    .replaceAll(/\p{Cc}/gu, '')
    .normalize('NFC')
    .trim();
  const request = { page: pageNumber(searchParams.get('page')), search, ...readerOf(locals) };
  const lead = leadQuestion(all);
  const shared = {
    search,
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
  const whatIf = isAssumed ? await loadWhatIf(locals.app, assumed, all, choices, request) : null;
  const official = whatIf ? null : await loadOfficial(locals, searchParams, resolved, request);
  const of = shared.resolved.find(({ slug }) => slug === official?.question);
  return { share: shareBoard(whatIf !== null, of?.title), ...shared, whatIf, official };
};

function shareBoard(isAssumed: boolean, question: Text | undefined) {
  if (isAssumed) return sharePage(m.whatif_title(), m.whatif_lead());
  if (!question) return sharePage(m.board_title(), m.board_lead());
  return sharePage(`${m.board_title()} · ${localized(question)}`, m.board_lead_question());
}

async function loadOfficial(
  { db, account }: App.Locals,
  searchParams: URLSearchParams,
  resolved: readonly QuestionView[],
  request: leaderboard.BoardRequest,
) {
  const kind = boardKind(searchParams.get('board'));
  const question = searchParams.get('question');
  const board = await (question === null
    ? leaderboard.board(db, kind, request)
    : leaderboard.questionBoard(db, question, request));
  const counted = resolved.filter((each) =>
    question ? each.slug === question : kind === 'all' || each.kind === kind,
  );
  const until = counted.flatMap(({ resolution }) => (resolution?.provisional ? resolution.finalAt : []));
  return {
    board,
    kind: question === null ? kind : null,
    question,
    provisionalUntil: until.sort().at(-1) ?? null,
    isWithoutMine: board.questions === 0 || (account !== null && board.mine === null),
  };
}

function boardKind(requested: string | null): BoardKind {
  const kind = leaderboard.BOARD_KINDS.find((each) => each === (requested ?? 'all'));
  if (!kind) error(404, { message: 'There is no such board.', code: 'board-not-found' });
  return kind;
}

/** The page number of the address; 1 where it is none. */
function pageNumber(text: string | null): number {
  return /^[1-9]\d{0,6}$/.test(text ?? '') ? Number(text) : 1;
}
