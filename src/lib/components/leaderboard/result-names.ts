// How possible results are written: by the names of what comes true, in the order of the page.
import { josa, joinList } from '#lib/format.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { localized } from '#lib/i18n/text.ts';
import type { OptionRow } from '#lib/components/base/options.ts';

type Rows = readonly Pick<OptionRow, 'option'>[];

/** A question of which something is assumed, and its options as the page lists them. */
interface Choice {
  slug: string;
  rows: Rows;
}

/** "SKT+업스테이지" */
export function resultName(survivors: readonly string[], rows: Rows): string {
  return namesOf(survivors, rows).join('+') || m.whatif_nobody();
}

function namesOf(survivors: readonly string[], rows: Rows): string[] {
  const chosen = rows.filter(({ option }) => survivors.includes(option.slug));
  return chosen.map(({ option }) => localized(option.shortLabel));
}

/** "SKT+업스테이지면", "두 곳이면"; in English the name alone. */
export function ifResult(name: string): string {
  if (getLocale() === 'en') return name;
  return josa(name, '이/가') === `${name}이` ? `${name}이면` : `${name}면`;
}

function ifComesOut(name: string): string {
  return m.whatif_if({ name: getLocale() === 'ko' ? josa(name, '이/가') : name });
}

/** "SKT와 업스테이지가 남으면", "한 곳도 남지 않으면", "두 곳이 나오면"; "If SKT and Upstage survive", "If Two". */
export function survivalText(survivors: readonly string[], rows: Rows): string {
  const names = namesOf(survivors, rows);
  const isOfCompanies = rows.every(({ option }) => option.company !== null);
  if (!isOfCompanies) return ifComesOut(resultName(survivors, rows));
  if (names.length === 0) return m.whatif_survive_nobody();
  const locale = getLocale();
  const list = joinList(names, locale);
  if (locale === 'ko') return m.whatif_survive({ names: josa(list, '이/가') });
  return names.length === 1 ? m.whatif_survives({ names: list }) : m.whatif_survive({ names: list });
}

/** What is assumed, as the head of a board: of one question in a sentence, of several their names. */
export function assumedText(assume: readonly string[], choices: readonly Choice[]): string {
  const [only, ...others] = assume;
  const choice = choices.find(({ slug }) => only?.startsWith(`${slug}:`));
  if (!only || !choice || others.length > 0) return ifComesOut(assumedName(assume, choices));
  return survivalText(only.slice(choice.slug.length + 1).split(','), choice.rows);
}

/** The names of what is assumed, question by question: "SKT+업스테이지와 두 곳". */
export function assumedName(assume: readonly string[], choices: readonly Choice[]): string {
  const names = choices.flatMap(({ slug, rows }) => {
    const text = assume.find((each) => each.startsWith(`${slug}:`));
    return text === undefined ? [] : [resultName(text.slice(slug.length + 1).split(','), rows)];
  });
  return joinList(names, getLocale());
}
