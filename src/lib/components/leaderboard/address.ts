import { localizeHref } from '#lib/i18n/paraglide/runtime.js';
import type { BoardKind } from '#lib/types/leaderboard.ts';

/** Whose ranks an address asks for: those who joined in the last thirty days, or everybody. */
export type People = 'new' | 'all';

/** Which board: one of several questions, where `question` is set that question's, where `assume` is a what-if board. */
export interface BoardChoice {
  kind: BoardKind | null;
  question: string | null;
  /** `<question>:<slug>,<slug>`, once a question. */
  assume?: readonly string[];
  /** Null where the address says nothing: everybody, or in a reader's first week the newcomers. */
  people?: People | null;
}

/** Where a board is, or one page of it; without a page its first rows. */
export function boardHref(choice: BoardChoice, page: number | null = null): string {
  const query = Object.entries(fieldsOf(choice)).flatMap(([name, values]) =>
    values.map((value) => `${name}=${readable(value)}`),
  );
  if (page !== null) query.push(`page=${page}`);
  return localizeHref('/leaderboard') + (query.length > 0 ? `?${query.join('&')}` : '');
}

/** The row of a place on its page, as the end of an address. */
export function placeId(place: number): string {
  return `place-${place}`;
}

/** What of a choice stands in its address, also as hidden fields of a form. */
export function fieldsOf({ kind, question, assume = [], people = null }: BoardChoice) {
  const isOneKind = question === null && kind !== null && kind !== 'all';
  return {
    assume,
    question: question === null ? [] : [question],
    board: isOneKind ? [kind] : [],
    people: people === null ? [] : [people],
  };
}

/** The official board, also before the first result, when the bare address is a what-if board. */
export function officialHref(people: People | null = null): string {
  return `${localizeHref('/leaderboard')}?board=all${people === null ? '' : `&people=${people}`}`;
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
