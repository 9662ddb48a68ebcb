/** Survivor sets as pages write them: the names of the members, and whole percents that add up to 100. */
import { localized } from '#lib/i18n/text.ts';
import { largestRemainder, SEAT } from '#lib/domain/seats.ts';
import { MAX_SETS, setCount, survivorSets } from '#lib/domain/survivor-sets.ts';
import { isOfCompanies, type OptionRow, optionRows } from '#lib/components/base/options.ts';
import { countWord, joinList, josa, oddsPercent } from '#lib/format.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import type { OptionView, QuestionView } from '#lib/types/question.ts';

/** So many sets are shown one by one; what is left is one more segment. */
const SHOWN_SETS = 6;

export interface SetShare {
  /** Indices of the options, rising; empty for the rest. */
  members: number[];
  /** Sets that this share stands for: 1, or more for the rest. */
  sets: number;
  /** 0..1. */
  probability: number;
  /** Whole percent; all shares add up to 100. */
  percent: number;
}

/** The likeliest sets and the rest; none for one seat, whose sets are the options, or where there are too many. */
export function setShares(permille: readonly number[], seats: number): SetShare[] {
  const total = setCount(permille.length, seats);
  if (seats === 1 || total > MAX_SETS) return [];
  const probabilities = permille.map((p) => p / SEAT);
  const shown = survivorSets(probabilities, seats, total > SHOWN_SETS + 1 ? SHOWN_SETS : total);
  const shares = shown.map(({ members, probability }) => ({ members, probability, sets: 1 }));
  if (shares.length < total) {
    const probability = Math.max(0, 1 - shares.reduce((sum, share) => sum + share.probability, 0));
    shares.push({ members: [], probability, sets: total - shares.length });
  }
  const percents = largestRemainder(
    shares.map((share) => share.probability * 100),
    100,
  );
  return shares.map((share, i) => ({ ...share, percent: percents[i] ?? 0 }));
}

/** "SKT+업스테이지", in the order of the rows. */
export function setName(members: readonly number[], rows: readonly OptionRow[]): string {
  const chosen = rows.filter(({ i }) => members.includes(i));
  return chosen.map(({ option }) => localized(option.shortLabel)).join('+');
}

/** "함께 남을 두 곳" of companies, else "함께 맞을 답": what a set of the question is. */
export function setsTitle({ options, seats }: Pick<QuestionView, 'options' | 'seats'>): string {
  if (!isOfCompanies({ options })) return m.strip_title_answers();
  if (seats === 2) return m.strip_title_pair();
  return m.strip_title({ count: countWord(seats, getLocale()) });
}

/** Probability that exactly these options come true, 0..1; null where sets are not computed. */
export function setProbability(
  permille: readonly number[],
  seats: number,
  members: readonly number[],
): number | null {
  if (setCount(permille.length, seats) > MAX_SETS) return null;
  const wanted = [...members].sort((a, b) => a - b).join();
  const sets = survivorSets(
    permille.map((p) => p / SEAT),
    seats,
  );
  return sets.find((set) => set.members.join() === wanted)?.probability ?? null;
}

/** The likeliest result of a question in one line, as pictures and pages lead with it. */

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
