import { MICRO } from '#lib/domain/micro.ts';
import { badRequest, type FieldError, problem } from '#lib/server/http/problem.ts';
import { readerOf } from '#lib/server/http/reader.ts';
import * as leaderboard from '#lib/server/leaderboard/service.ts';
import * as questions from '#lib/server/questions/service.ts';
import { textsOf } from '#lib/server/what-if/assumption.ts';
import { readAsked } from '#lib/server/what-if/choices.ts';
import { FEWEST_RANKED } from '#lib/server/what-if/board-view.ts';
import * as whatIf from '#lib/server/what-if/service.ts';
import type { BoardRow, BoardView } from '#lib/types/leaderboard.ts';
import type { RequestHandler } from './$types';
import { type Asked, readBoardQuery } from './query.ts';

/**
 * A page of a leaderboard: the official one of `board` (`all`, the default, `final` or `side`) or `question` (the slug of
 * a resolved one), or with `assume` (`<question>:<option>,<option>`, repeatable) that which these results would make now.
 * `page` is from 1. Scores are points as numbers with at most six decimals, coverage is a share of 0 to 1. `rows` are
 * ranked, 1, 1, 3; `references` (the crowd, the author, the even forecast) are out of rank. Under ten forecasters a
 * what-if board has no rows.
 */
export const GET: RequestHandler = async ({ locals, url }) => {
  const asked = readBoardQuery(url.searchParams);
  if ('errors' in asked) return badRequest(asked.errors);
  const view = await (asked.assume.length > 0 ? assumed(locals, asked) : official(locals, asked));
  if (view instanceof Response) return view;
  const { page } = asked;
  if (page > view.pages) return badRequest([{ field: 'page', detail: `The last page is ${view.pages}.` }]);
  const isOfficial = asked.assume.length === 0;
  const body = {
    board: isOfficial && asked.question === null ? asked.kind : null,
    question: asked.question,
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

type Shown = BoardView & { assume: string[] };

async function official({ app }: App.Locals, { kind, question, page }: Asked): Promise<Shown> {
  const { db, config } = app;
  const request = { page, search: '', accountId: null, hasAuthor: config.authorName !== null };
  const view = await (question === null
    ? leaderboard.board(db, kind, request)
    : leaderboard.questionBoard(db, question, request));
  return { ...view, assume: [] };
}

async function assumed(locals: App.Locals, { assume, page }: Asked): Promise<Shown | Response> {
  const { app } = locals;
  const reader = { ...readerOf(locals), accountId: null };
  const asked = readAsked(assume, await questions.list(app.db, app.keeper, reader));
  if ('unknown' in asked) return badRequest([UNKNOWN]);
  if ('decided' in asked)
    return problem(404, 'question-resolved', `${asked.decided.slug} has its result already.`);
  const view = await whatIf.board(app, asked.assumptions, { page, search: '', ...reader });
  if (!view) return problem(404, 'question-resolved', 'A question has its result already.');
  const rows = view.ranked < FEWEST_RANKED ? [] : view.rows;
  return { ...view, rows, assume: textsOf(asked.assumptions) };
}

const UNKNOWN: FieldError = {
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
