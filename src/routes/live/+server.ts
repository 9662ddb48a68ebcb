import { oddsJson } from '#lib/types/odds-json.ts';
import { sha256 } from '#lib/server/platform/signing.ts';
import { QuestionNotFoundError } from '#lib/server/platform/errors.ts';
import { liveMarketJson } from '#lib/server/market/feed.ts';
import { networkOf } from '#lib/server/platform/limits/address.ts';
import { badRequest, problem } from '#lib/server/http/problem.ts';
import * as whatIf from '#lib/server/results/what-if/service.ts';
import { parseAssumptions } from '#lib/server/results/what-if/assumption.ts';
import type { RequestHandler } from './$types';

const MOST_QUESTIONS = 50;
/** Most rows of a board, the page size of the leaderboard. */
const MOST_ROWS = 100;
const HEADERS = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-store',
  'x-accel-buffering': 'no',
};

/**
 * Server-sent events: odds, market prices and results of the questions in `question` (repeatable), by default of every open question;
 * with `assume` (repeatable) the first `rows` of the what-if board, with `people=new` only newcomers, and then odds only of the questions in `question`.
 * What a stream begins with comes from memory alone, because after a restart thousands of pages connect at once.
 */
export const GET: RequestHandler = ({ locals, url, cookies, platform, getClientAddress }) => {
  const { app, account } = locals;
  const { keeper, live } = app;
  const address = networkOf(getClientAddress());
  const requested = [...new Set(url.searchParams.getAll('question'))].slice(0, MOST_QUESTIONS);
  const assumed = url.searchParams.getAll('assume');
  const assumptions = parseAssumptions(assumed, keeper.fields());
  if (!assumptions) return badRequest([{ field: 'assume', detail: 'There is no such question or option.' }]);
  const rows = rowsIn(url.searchParams.get('rows') ?? String(MOST_ROWS));
  if (!rows) return badRequest([{ field: 'rows', detail: `Expected an integer from 1 to ${MOST_ROWS}.` }]);
  const slugs = requested.length > 0 || assumed.length > 0 ? requested : keeper.openSlugs(new Date());
  const questions = slugs.map((slug) => {
    const field = keeper.field(slug);
    if (!field) throw new QuestionNotFoundError(slug);
    const state = app.markets.inMemory(field.id);
    const market = state && liveMarketJson(state, field);
    const crowd = oddsJson(field.options, keeper.crowd(field.id));
    return { slug, crowd, market, resolution: field.resolution };
  });
  const newcomersOnly = url.searchParams.get('people') === 'new';
  const board =
    assumptions.length > 0 ? whatIf.watched(app, assumptions, { limit: rows, newcomersOnly }) : null;
  if (live.isFull(address, board?.key))
    return problem(503, 'busy', 'Too many open streams.', { retryAfterSeconds: 30 });
  const secret = account && cookies.get(app.auth.cookieName);
  const disconnect = () => platform?.req.socket.destroy();
  const stream = live.open({ questions, board }, address, secret ? sha256(secret) : null, disconnect);
  return new Response(stream, { headers: HEADERS });
};

function rowsIn(text: string): number | null {
  const isCount = /^[1-9]\d{0,2}$/.test(text) && Number(text) <= MOST_ROWS;
  return isCount ? Number(text) : null;
}

/** Headers only; falling back to GET would open a stream that never ends. */
export const HEAD: RequestHandler = () => new Response(null, { headers: HEADERS });
