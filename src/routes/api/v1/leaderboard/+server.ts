import { MICRO } from '#lib/domain/micro.ts';
import { badRequest, type ParameterError, problem } from '#lib/server/http/problem.ts';
import { readerOf } from '#lib/server/questions/http.ts';
import * as leaderboard from '#lib/server/results/leaderboard/service.ts';
import * as questions from '#lib/server/questions/service.ts';
import { textsOf } from '#lib/server/results/what-if/assumption.ts';
import * as whatIf from '#lib/server/results/what-if/service.ts';
import { readAssumptions } from '#lib/server/results/what-if/service.ts';
import { FEWEST_RANKED } from '#lib/server/results/what-if/board-view.ts';
import type { BoardRow, BoardView } from '#lib/types/leaderboard.ts';
import type { RequestHandler } from './$types';
import { type BoardQuery, readBoardQuery } from './query.ts';

/**
 * A page of a leaderboard: the official one by `board` (`all`, the default, `final` or `side`) or by `question` (slug of a
 * resolved question), or the what-if board under the results in `assume` (`<question>:<option>,<option>`, repeatable).
 * `page` starts at 1. Scores are points with at most six decimals, coverage is a share from 0 to 1. `rows` have standard
 * competition ranks (1, 1, 3); `references` (the crowd, the market, the author, the even forecast) are not ranked. A what-if board
 * with fewer than ten forecasters has no rows.
 */
export const GET: RequestHandler = async ({ locals, url }) => {
  const query = readBoardQuery(url.searchParams);
  if ('errors' in query) return badRequest(query.errors);
  const view = await (query.assume.length > 0 ? whatIfBoard(locals, query) : officialBoard(locals, query));
  if (view instanceof Response) return view;
  const { page } = query;
  if (page > view.pages) return badRequest([{ field: 'page', detail: `The last page is ${view.pages}.` }]);
  const isOfficial = query.assume.length === 0;
  const body = {
    board: isOfficial && query.question === null ? query.kind : null,
    question: query.question,
    assume: view.assume,
    publishedAt: view.publishedAt,
    questions: view.questions,
    ranked: view.ranked,
    page,
    pages: view.pages,
    rows: view.rows.map((row) => ({ rank: row.rank, handle: row.handle, ...numbersOf(row) })),
    references: view.references.map((row) => ({ who: row.who, handle: row.handle, ...numbersOf(row) })),
  };
  return Response.json(body, { headers: { 'cache-control': 'no-cache' } });
};

type ShownBoard = BoardView & { assume: string[] };

async function officialBoard(
  { db, app }: App.Locals,
  { kind, question, page }: BoardQuery,
): Promise<ShownBoard> {
  const request = { page, search: '', accountId: null, hasAuthor: app.config.authorName !== null };
  const view = await (question === null
    ? leaderboard.board(db, kind, request)
    : leaderboard.questionBoard(db, question, request));
  return { ...view, assume: [] };
}

async function whatIfBoard(locals: App.Locals, { assume, page }: BoardQuery): Promise<ShownBoard | Response> {
  const reader = { ...readerOf(locals), accountId: null };
  const choice = readAssumptions(assume, await questions.list(locals.db, locals.app.keeper, reader));
  if ('unknown' in choice) return badRequest([UNKNOWN]);
  if ('decided' in choice)
    return problem(404, 'question-resolved', `${choice.decided.slug} has its result already.`);
  const view = await whatIf.board(locals.app, choice.assumptions, { page, search: '', ...reader });
  if (!view) return problem(404, 'question-resolved', 'A question has its result already.');
  const rows = view.ranked < FEWEST_RANKED ? [] : view.rows;
  return { ...view, rows, assume: textsOf(choice.assumptions) };
}

const UNKNOWN: ParameterError = {
  field: 'assume',
  detail: 'Not a possible result of a scored question that is open.',
};

function numbersOf({ peerMicro, baselineMicro, coverageMillionths, questions }: BoardRow) {
  return {
    peer: peerMicro / MICRO,
    baseline: baselineMicro / MICRO,
    coverage: coverageMillionths / MICRO,
    questions,
  };
}
