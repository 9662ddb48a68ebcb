import { optionPercents, optionRows, type Ordered } from '#lib/components/base/options.ts';
import { localized } from '#lib/i18n/text.ts';
import type { QuestionView } from '#lib/types/question.ts';
import type { ForecastEditor } from './forecast-editor.svelte.ts';

/**
 * What was chosen or typed and not saved, as text: "SKT 80% · 업스테이지 80% · LG 40%", or only what there is of it; empty
 * where nothing was changed, or only to what stands.
 */
export function unsentText(
  question: Ordered & Pick<QuestionView, 'mine'>,
  {
    isDirty,
    mode,
    percent,
    picks,
    permille,
  }: Pick<ForecastEditor, 'isDirty' | 'mode' | 'percent' | 'picks' | 'permille'>,
): string {
  if (!isDirty || (permille && permille.join() === question.mine?.permille.join())) return '';
  const rows = optionRows(question);
  if (permille) return optionPercents(rows, permille).join(' · ');
  const isNumbers = mode === 'numbers';
  return rows
    .map(({ option }) => option)
    .filter(({ slug }) => (isNumbers ? percent[slug]?.trim() : picks.includes(slug)))
    .map(({ slug, shortLabel }) => localized(shortLabel) + (isNumbers ? ` ${percent[slug]}%` : ''))
    .join(' · ');
}
