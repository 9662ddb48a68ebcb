import { optionPercents, optionRows } from '#lib/components/base/options.ts';
import { formatCount } from '#lib/format.ts';
import type { Fact } from '#lib/types/admin-form.ts';
import type { QuestionView } from '#lib/types/question.ts';
import type { PreviewView } from '#lib/types/resolution.ts';
import { editionsFact, namesOf } from '#lib/components/admin/preview-facts.ts';

/** What publishing a result would change, and what the admin had forecast. */
export function previewFacts(
  question: QuestionView,
  { outcome, ranked, late, moved, editions, own }: PreviewView & { outcome: boolean[] | null },
): Fact[] {
  const withdrawn = own?.withdrawnAt ? ` (취소한 예측, ${own.withdrawnAt})` : '';
  const rows = optionRows(question);
  const labels = rows.filter(({ i }) => outcome?.[i]).map(({ option }) => option.label);
  return [
    ['결과', outcome ? namesOf(labels) : '무효'],
    ['점수를 받는 사람', `${formatCount(ranked)}명`],
    ['공개 뒤에 한 예측', `${formatCount(late)}건`],
    ['순위가 바뀌는 사람', `${formatCount(moved)}명`],
    ...editionsFact(editions),
    ['내가 한 예측', own ? optionPercents(rows, own.permille).join(' · ') + withdrawn : '없어요'],
  ];
}
