/** The likeliest result of a question in one line, as a picture leads with it. */
import { SEAT } from '#lib/domain/seats.ts';
import { MAX_SETS, setCount, survivorSets } from '#lib/domain/survivor-sets.ts';
import { joinList, josa, percent } from '#lib/format.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { localized } from '#lib/i18n/text.ts';
import type { OptionView, QuestionView } from '#lib/types/question.ts';

type Asked = Pick<QuestionView, 'kind' | 'options' | 'seats'>;

/**
 * "SK텔레콤과 업스테이지가 함께 남을 확률 40.1%"; null without numbers or with too many sets.
 *
 * @param label the name of an option; its full one unless that leaves no room
 */
export function leadText(
  question: Asked,
  permille: readonly number[] | null,
  label = (option: OptionView) => localized(option.label),
): string | null {
  const { options, seats, kind } = question;
  if (!permille || setCount(options.length, seats) > MAX_SETS) return null;
  const [likeliest] = survivorSets(
    permille.map((p) => p / SEAT),
    seats,
    1,
  );
  if (!likeliest) return null;
  const odds = percent(Math.round(likeliest.probability * SEAT));
  const names = likeliest.members.flatMap((i) => (options[i] ? [label(options[i])] : []));
  const list = joinList(names, getLocale());
  if (seats === 1) return `${list} ${odds}`;
  if (kind !== 'final' && kind !== 'advance') return m.share_lead_all({ names: list, percent: odds });
  return m.share_lead_together({
    names: getLocale() === 'ko' ? josa(list, '이/가') : list,
    percent: odds,
  });
}
