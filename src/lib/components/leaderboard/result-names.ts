// How possible results are written: by the names of what comes true.
import { josa, joinList } from '#lib/format.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { localized } from '#lib/i18n/text.ts';
import type { AssumableView } from '#lib/types/leaderboard.ts';

type Options = AssumableView['options'];

/** "SKT+업스테이지" */
export function resultName(survivors: readonly string[], options: Options): string {
  const names = options.filter(({ slug }) => survivors.includes(slug));
  return names.map(({ shortLabel }) => localized(shortLabel)).join('+') || m.whatif_nobody();
}

/** "SKT+업스테이지면", "두 곳이면"; in English the name alone. */
export function ifResult(name: string): string {
  if (getLocale() === 'en') return name;
  return josa(name, '이/가') === `${name}이` ? `${name}이면` : `${name}면`;
}

function ifComesOut(name: string): string {
  return m.whatif_if({ name: getLocale() === 'ko' ? josa(name, '이/가') : name });
}

/** "SKT와 업스테이지가 남으면", "두 곳이 나오면"; "If SKT and Upstage survive", "If Two". */
export function survivalText(survivors: readonly string[], options: Options): string {
  const chosen = options.filter(({ slug }) => survivors.includes(slug));
  if (chosen.length === 0 || chosen.some(({ company }) => company === null))
    return ifComesOut(resultName(survivors, options));
  const locale = getLocale();
  const names = joinList(
    chosen.map(({ shortLabel }) => localized(shortLabel)),
    locale,
  );
  if (locale === 'ko') return m.whatif_survive({ names: josa(names, '이/가') });
  return chosen.length === 1 ? m.whatif_survives({ names }) : m.whatif_survive({ names });
}

/** What is assumed, as the head of a board: of one question in a sentence, of several their names. */
export function assumedText(assume: readonly string[], choices: readonly AssumableView[]): string {
  const [only, ...others] = assume;
  const choice = choices.find(({ slug }) => only?.startsWith(`${slug}:`));
  if (!only || !choice || others.length > 0) return ifComesOut(assumedName(assume, choices));
  return survivalText(only.slice(choice.slug.length + 1).split(','), choice.options);
}

/** The names of what is assumed, question by question: "SKT+업스테이지와 두 곳". */
export function assumedName(assume: readonly string[], choices: readonly AssumableView[]): string {
  const names = choices.flatMap(({ slug, options }) => {
    const text = assume.find((each) => each.startsWith(`${slug}:`));
    return text === undefined ? [] : [resultName(text.slice(slug.length + 1).split(','), options)];
  });
  return joinList(names, getLocale());
}
