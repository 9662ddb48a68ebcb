// The form of the scores of a round that were published, as a table of fields.
import { viewFields } from '#lib/components/admin/fields.ts';
import * as scores from '#lib/server/questions/contest/scores.ts';
import type { Fields, FormView } from '#lib/types/admin-form.ts';

/** Rounds show the gap between the first and the fourth. */
const MOST_WITHOUT_GAP = 3;

export function scoresForm(
  round: number,
  items: Awaited<ReturnType<typeof scores.listItems>>,
  entrants: readonly { company: string; name: { ko: string } }[],
  source: string,
): FormView {
  const choices = entrants.map(({ company, name }) => ({ value: company, label: name.ko }));
  const fields: [Fields, Record<string, unknown>][] = items.map(
    ({ item, labelKo, maxPoints, best, bestHundredths, averageHundredths, gapHundredths }) => {
      const group = `${labelKo} (${maxPoints}점 만점)`;
      const gap = { [`gap.${item}`]: { label: '1위와 4위의 차이', group } };
      return [
        {
          [`best.${item}`]: { label: '최고점', group },
          [`average.${item}`]: { label: '평균', group },
          ...(entrants.length > MOST_WITHOUT_GAP && gap),
          [`who.${item}`]: { label: '1위', type: 'boxes', choices, group },
        },
        {
          [`best.${item}`]: scores.pointsOf(bestHundredths),
          [`average.${item}`]: scores.pointsOf(averageHundredths),
          [`gap.${item}`]: scores.pointsOf(gapHundredths),
          [`who.${item}`]: best,
        },
      ];
    },
  );
  return {
    action: `scores&round=${round}`,
    title: '공개된 점수 적기',
    about: '공개된 것만 적어 주세요. 비운 항목은 평가 화면에 나오지 않아요.',
    fields: [
      ...viewFields({ source: { label: '점수가 나온 공식 주소', type: 'url', required: true } }, { source }),
      ...fields.flatMap(([each, values]) => viewFields(each, values)),
    ],
    submit: '점수 저장하기',
    isFolded: true,
  };
}
