/** The likeliest result of a question in one line, as pictures and pages lead with it. */
import { isOfCompanies } from '#lib/components/questions/of-companies.ts';
import { type OptionRow, optionRows } from '#lib/components/questions/row-order.ts';
import { SEAT } from '#lib/domain/seats.ts';
import { MAX_SETS, setCount, survivorSets } from '#lib/domain/survivor-sets.ts';
import { joinList, josa, oddsPercent } from '#lib/format.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { localized } from '#lib/i18n/text.ts';
import type { OptionView, QuestionView } from '#lib/types/question.ts';

interface Wording {
  /** As the page lists the options. */
  rows?: readonly OptionRow[];
  /** The name of an option; its full one unless that leaves no room. */
  label?: (option: OptionView) => string;
}

/** "SK텔레콤과 업스테이지가 함께 남을 확률 40.1%"; null without numbers or with too many sets. */
export function leadText(
  question: QuestionView,
  permille: readonly number[] | null,
  { rows = optionRows(question), label = (option) => localized(option.label) }: Wording = {},
): string | null {
  const { options, seats } = question;
  if (!permille || setCount(options.length, seats) > MAX_SETS) return null;
  const [likeliest] = survivorSets(
    permille.map((p) => p / SEAT),
    seats,
    1,
  );
  if (!likeliest) return null;
  const percent = oddsPercent(likeliest.probability * SEAT);
  const members = rows.filter(({ i }) => likeliest.members.includes(i));
  const list = joinList(
    members.map(({ option }) => label(option)),
    getLocale(),
  );
  if (seats === 1) return `${list} ${percent}`;
  if (!isOfCompanies(question)) return m.share_lead_all({ names: list, percent });
  const names = getLocale() === 'ko' ? josa(list, '이/가') : list;
  return seats === 2 ? m.odds_pair({ names, percent }) : m.odds_all({ names, percent });
}
