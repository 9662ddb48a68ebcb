import { optionPercents } from '#lib/components/odds/option-percents.ts';
import { localized } from '#lib/i18n/text.ts';
import type { QuestionView } from '#lib/types/question.ts';

interface Typed {
  picks: { picks: readonly string[]; permille: readonly number[] | null; isDirty: boolean };
  numbers: { percent: Readonly<Record<string, string>>; isDirty: boolean };
}

/**
 * What was chosen or typed and not saved, as text: "SKT 80% · 업스테이지 80% · LG 40%", or only what there is of it; empty
 * where nothing was changed, or only to what stands.
 */
export function unsentText(
  { options, mine }: Pick<QuestionView, 'options' | 'mine'>,
  { picks, numbers }: Typed,
): string {
  if (numbers.isDirty) {
    const typed = options.filter(({ slug }) => numbers.percent[slug]?.trim());
    return typed
      .map(({ slug, shortLabel }) => `${localized(shortLabel)} ${numbers.percent[slug]}%`)
      .join(' · ');
  }
  const isStanding = picks.permille !== null && picks.permille.join() === mine?.permille.join();
  if (!picks.isDirty || isStanding) return '';
  if (picks.permille) return optionPercents(options, picks.permille).join(' · ');
  const picked = options.filter(({ slug }) => picks.picks.includes(slug));
  return picked.map(({ shortLabel }) => localized(shortLabel)).join(' · ');
}
