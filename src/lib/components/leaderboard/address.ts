import { localizeHref } from '#lib/i18n/paraglide/runtime.js';
import type { BoardKind } from '#lib/types/leaderboard.ts';

/** Which board: one of several questions, where `question` is set that question's, where `assume` is a what-if board. */
export interface BoardChoice {
  kind: BoardKind | null;
  question: string | null;
  /** `<question>:<slug>,<slug>`, once a question. */
  assume?: readonly string[];
}

/** Where a board, or a page of it, is. */
export function boardHref({ kind, question, assume = [] }: BoardChoice, page = 1): string {
  const query = assume.map((text) => `assume=${readable(text)}`);
  if (question !== null) query.push(`question=${encodeURIComponent(question)}`);
  else if (kind !== null && kind !== 'all') query.push(`board=${kind}`);
  if (page > 1) query.push(`page=${page}`);
  return localizeHref('/leaderboard') + (query.length > 0 ? `?${query.join('&')}` : '');
}

/** The official board, also before the first result, when the bare address is a what-if board. */
export function officialHref(): string {
  return `${localizeHref('/leaderboard')}?board=all`;
}

export function assumeText({
  question,
  survivors,
}: {
  question: string;
  survivors: readonly string[];
}): string {
  return `${question}:${survivors.join()}`;
}

/** These assumptions with another one instead of that of the same question. */
export function assumingInstead(assume: readonly string[], text: string): string[] {
  return [text, ...withoutQuestion(assume, questionOf(text))];
}

export function withoutQuestion(assume: readonly string[], question: string): string[] {
  return assume.filter((other) => questionOf(other) !== question);
}

function questionOf(text: string): string {
  return text.slice(0, text.indexOf(':'));
}

/** Colons and commas may stand in a query as they are. */
function readable(text: string): string {
  return encodeURIComponent(text).replaceAll('%3A', ':').replaceAll('%2C', ',');
}
