// How possible results are written: by the names of what comes true, and with whole percents that add up to 100.
import { josa, joinList } from '#lib/format.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { localized } from '#lib/i18n/text.ts';
import { largestRemainder, SEAT } from '#lib/domain/seats.ts';
import { survivorSets } from '#lib/domain/survivor-sets.ts';
import type { AssumableView, PossibleResult } from '#lib/view/leaderboard.ts';
import type { CrowdView } from '#lib/view/question.ts';

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

/** The names of what is assumed, question by question: "SKT+업스테이지와 두 곳". */
export function assumedName(assume: readonly string[], choices: readonly AssumableView[]): string {
  const names = choices.flatMap(({ slug, options }) => {
    const text = assume.find((each) => each.startsWith(`${slug}:`));
    return text === undefined ? [] : [resultName(text.slice(slug.length + 1).split(','), options)];
  });
  return joinList(names, getLocale());
}

/** Whole percents of the results by the crowd's odds, in the order given; null while nobody has forecast. */
export function resultPercents(
  { options, seats }: Pick<AssumableView, 'options' | 'seats'>,
  results: readonly PossibleResult[],
  { permille }: CrowdView,
): number[] | null {
  if (!permille) return null;
  const sets = survivorSets(
    options.map(({ slug }) => (permille[slug] ?? 0) / SEAT),
    seats,
  );
  const probabilities = results.map(({ survivors }) => {
    const wanted = survivors.join();
    return (
      sets.find(({ members }) => members.map((i) => options[i]!.slug).join() === wanted)?.probability ?? 0
    );
  });
  return largestRemainder(
    probabilities.map((probability) => probability * 100),
    100,
  );
}
