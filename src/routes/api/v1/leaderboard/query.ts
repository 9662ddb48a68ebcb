import type { ParameterError } from '#lib/server/http/problem.ts';
import { BOARD_KINDS } from '#lib/server/results/leaderboard/service.ts';
import type { BoardKind } from '#lib/types/leaderboard.ts';

/** Query parameters of the leaderboard API. */
export interface BoardQuery {
  kind: BoardKind;
  question: string | null;
  assume: string[];
  page: number;
}

const ONCE = new Set(['board', 'question', 'page']);
const REPEATABLE = 'assume';

export function readBoardQuery(parameters: URLSearchParams): BoardQuery | { errors: ParameterError[] } {
  const errors: ParameterError[] = [];
  for (const name of new Set(parameters.keys())) {
    if (name === REPEATABLE) continue;
    if (!ONCE.has(name)) errors.push({ field: name, detail: 'There is no such parameter.' });
    else if (parameters.getAll(name).length > 1) errors.push({ field: name, detail: 'Give it once.' });
  }
  const question = parameters.get('question');
  const board = parameters.get('board');
  const assume = parameters.getAll(REPEATABLE);
  const kind = BOARD_KINDS.find((each) => each === (board ?? 'all'));
  if (!kind) errors.push({ field: 'board', detail: `One of ${BOARD_KINDS.join(', ')}.` });
  if (board !== null && question !== null) errors.push({ field: 'board', detail: 'Not with a question.' });
  if (assume.length > 0 && (board !== null || question !== null))
    errors.push({ field: 'assume', detail: 'Not with a board or a question.' });
  const page = parameters.get('page') ?? '1';
  if (!/^[1-9]\d{0,8}$/.test(page)) errors.push({ field: 'page', detail: 'A whole number from 1.' });
  return errors.length > 0 || !kind ? { errors } : { kind, question, assume, page: Number(page) };
}
