// Titles that distinguish the editions of a question, which are asked in the same words. Pure.
import type { Text } from '#lib/contest/types.ts';
import { countWord, joinList } from '#lib/format.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import type { OptionView } from '#lib/types/question.ts';

interface Edition {
  slug: string;
  title: Text;
  options: readonly Pick<OptionView, 'slug' | 'shortLabel' | 'company'>[];
}

type Locale = keyof Text;

/**
 * Titles by slug: "마지막 두 자리, 누가 앉을까요? (다섯 팀일 때)", "… (모티프 합류 뒤)". The newest of the editions and a question
 * without others keep their titles.
 *
 * @param questions in the order in which they were made
 */
export function editionTitles(questions: readonly Edition[]): Map<string, Text> {
  const titles = new Map(questions.map(({ slug, title }) => [slug, title]));
  for (const editions of Map.groupBy(questions, ({ title }) => title.ko).values()) {
    for (const [i, { slug, title }] of editions.slice(0, -1).entries())
      titles.set(slug, { ko: titleOf(editions, i, title, 'ko'), en: titleOf(editions, i, title, 'en') });
  }
  return titles;
}

function titleOf(editions: readonly Edition[], at: number, title: Text, locale: Locale): string {
  const names = editions.slice(0, -1).map((edition, i) => nameOf(edition, editions[i - 1], locale));
  const name = names[at] ?? '';
  const isUnique = names.filter((other) => other === name).length === 1;
  const nth = isUnique && name !== '' ? '' : m.edition_nth({ nth: at + 1 }, { locale });
  return `${title[locale]} (${[name, nth].filter((part) => part !== '').join(', ')})`;
}

/** Who joined since the edition before, else how many companies there are; empty where options are no companies. */
function nameOf({ options }: Edition, before: Edition | undefined, locale: Locale): string {
  if (options.some(({ company }) => company === null)) return '';
  const had = new Set(before?.options.map(({ slug }) => slug));
  const joined = options.filter(({ slug }) => !had.has(slug));
  if (joined.length > 0 && joined.length + had.size === options.length && had.size > 0) {
    const names = joinList(
      joined.map(({ shortLabel }) => shortLabel[locale]),
      locale,
    );
    return m.edition_joined({ names }, { locale });
  }
  return m.edition_teams({ count: countWord(options.length, locale) }, { locale });
}
