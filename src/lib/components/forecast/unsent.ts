import { optionPercents } from '#lib/components/odds/option-percents.ts';
import { localized } from '#lib/i18n/text.ts';
import type { QuestionView } from '#lib/types/question.ts';
import type { ForecastEditor } from './forecast-editor.svelte.ts';

/**
 * What was chosen or typed and not saved, as text: "SKT 80% · 업스테이지 80% · LG 40%", or only what there is of it; empty
 * where nothing was changed, or only to what stands.
 */
export function unsentText(
  { options, mine }: Pick<QuestionView, 'options' | 'mine'>,
  {
    isDirty,
    mode,
    percent,
    picks,
    permille,
  }: Pick<ForecastEditor, 'isDirty' | 'mode' | 'percent' | 'picks' | 'permille'>,
): string {
  if (!isDirty || (permille && permille.join() === mine?.permille.join())) return '';
  if (permille) return optionPercents(options, permille).join(' · ');
  const isNumbers = mode === 'numbers';
  return options
    .filter(({ slug }) => (isNumbers ? percent[slug]?.trim() : picks.includes(slug)))
    .map(({ slug, shortLabel }) => localized(shortLabel) + (isNumbers ? ` ${percent[slug]}%` : ''))
    .join(' · ');
}
