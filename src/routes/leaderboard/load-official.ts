import { error } from '@sveltejs/kit';
import { isNewcomer } from '#lib/server/results/leaderboard/queries.ts';
import * as leaderboard from '#lib/server/results/leaderboard/service.ts';
import type { Moment } from '#lib/server/questions/moment.ts';
import * as whatIf from '#lib/server/results/what-if/service.ts';
import type { BoardKind, BoardView } from '#lib/types/leaderboard.ts';
import type { QuestionView } from '#lib/types/question.ts';

/** The official board of an address. Newcomers are a filter of the board over all questions. */
export async function loadOfficial(
  locals: App.Locals,
  moment: Moment,
  { searchParams, resolved }: { searchParams: URLSearchParams; resolved: readonly QuestionView[] },
  request: leaderboard.BoardRequest,
) {
  const kind = boardKind(searchParams.get('board'));
  const question = searchParams.get('question');
  const canFilter = question === null && kind === 'all' && resolved.length > 0;
  const newcomersOnly = canFilter && searchParams.get('people') === 'new';
  const board = await boardOf(locals, { kind, question, newcomersOnly }, request);
  const isCounted = (each: QuestionView) =>
    question ? each.slug === question : kind === 'all' || each.kind === kind;
  const until = resolved
    .filter(isCounted)
    .flatMap(({ resolution }) => (resolution?.provisional ? resolution.finalAt : []));
  return {
    board,
    kind: question === null ? kind : null,
    question,
    canFilter,
    newcomersOnly,
    /** The reader joined too long ago to be among the newcomers that are shown. */
    isLeftOut: newcomersOnly && locals.account !== null && !isNewcomer(moment),
    provisionalUntil: until.sort().at(-1) ?? null,
    isWithoutMine: board.questions === 0 || (locals.account !== null && board.mine === null),
  };
}

async function boardOf(
  { app, db }: App.Locals,
  { kind, question, newcomersOnly }: { kind: BoardKind; question: string | null; newcomersOnly: boolean },
  request: leaderboard.BoardRequest,
): Promise<BoardView> {
  if (question !== null) return leaderboard.questionBoard(db, question, request);
  return newcomersOnly ? whatIf.officialNewcomers(app, request) : leaderboard.board(db, kind, request);
}

function boardKind(requested: string | null): BoardKind {
  const kind = leaderboard.BOARD_KINDS.find((each) => each === (requested ?? 'all'));
  if (!kind) error(404, { message: 'There is no such board.', code: 'board-not-found' });
  return kind;
}
