import { badRequest, problem } from '#lib/server/http/problem.ts';
import { parseAssumptions, withResult } from '#lib/server/results/what-if/assumption.ts';
import * as whatIf from '#lib/server/results/what-if/service.ts';
import type { RequestHandler } from './$types';

/**
 * The reader's own row on a what-if board (`assume`, repeatable; with `people=new` only newcomers) with its neighbours, and
 * its rank under alternative results (`under`, repeatable). Open pages request it after the board has changed, so it reads
 * only handles from the database.
 */
export const GET: RequestHandler = async ({ locals, url }) => {
  const { app, account } = locals;
  if (!account) return problem(401, 'sign-in', 'This needs an account.');
  const fields = app.keeper.fields();
  const assumptions = parseAssumptions(url.searchParams.getAll('assume'), fields);
  const others = url.searchParams.getAll('under').map((text) => parseAssumptions([text], fields)?.[0]);
  if (!assumptions || assumptions.length === 0)
    return badRequest([{ field: 'assume', detail: 'There is no such question or option.' }]);
  if (others.length > whatIf.MOST_TABS || !others.every((other) => other !== undefined))
    return badRequest([{ field: 'under', detail: `At most ${whatIf.MOST_TABS} possible results.` }]);
  const under = others.map((other) => withResult(assumptions, other));
  const newcomersOnly = url.searchParams.get('people') === 'new';
  const own = await whatIf.ownBoard(app, account.id, assumptions, under, newcomersOnly);
  if (!own) return problem(404, 'question-resolved', 'A question has its result already.');
  return Response.json(own, { headers: { 'cache-control': 'private, no-store' } });
};
