// Names that distinguish editions: questions with the same title.
import type { Text } from '#lib/contest/types.ts';
import { countWord } from '#lib/format.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { localized } from '#lib/i18n/text.ts';
import type { QuestionView } from '#lib/types/question.ts';

type EditionQuestion = Pick<QuestionView, 'slug' | 'title' | 'round' | 'options' | 'seats'>;
type Round = { number: number; title: Text };

/**
 * Edition names by slug: "2차 평가 · 네 곳 중 두 자리", with "2번째 질문" added when another edition has the same round and
 * size. A question with a unique title has none.
 *
 * @param questions in the order in which they opened
 */
export function editionNames(
  questions: readonly EditionQuestion[],
  rounds: readonly Round[],
): Map<string, string> {
  const names = new Map<string, string>();
  for (const editions of Map.groupBy(questions, ({ title }) => localized(title)).values()) {
    if (editions.length === 1) continue;
    for (const [name, alike] of Map.groupBy(editions, (each) => nameOf(each, rounds))) {
      for (const [i, { slug }] of alike.entries()) {
        const nth = alike.length > 1 ? ` · ${m.edition_nth({ nth: i + 1 })}` : '';
        names.set(slug, name + nth);
      }
    }
  }
  return names;
}

function nameOf({ round, options, seats }: EditionQuestion, rounds: readonly Round[]): string {
  const locale = getLocale();
  const title = rounds.find(({ number }) => number === round)?.title;
  const size = m.edition_size({
    options: countWord(options.length, locale),
    seats: countWord(seats, locale),
  });
  return title ? `${localized(title)} · ${size}` : size;
}
