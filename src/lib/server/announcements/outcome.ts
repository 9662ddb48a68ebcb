// Which outcome of a question follows from an announcement, by the rule that is stored with the question. No I/O.
import { kstDate } from '#lib/kst.ts';
import type { Announcement, QuestionFacts } from './announcement.ts';

const MONTH = /^\d{4}-\d{2}$/;

/** @returns null where it does not follow: the admin must say */
export function outcomeBy(
  question: QuestionFacts,
  { survivors, knownAt }: Pick<Announcement, 'survivors' | 'knownAt'>,
): boolean[] | null {
  switch (question.announcementRule) {
    case 'survivors':
      return ofSurvivors(question, survivors);
    case 'count':
      return oneOf(question, indexByCount(question, survivors.length, knownAt));
    case 'day':
      return oneOf(question, indexOfSlug(question, isInTime(question, knownAt) ? 'yes' : 'no'));
    case 'month':
      return oneOf(question, indexByMonth(question, kstDate(knownAt).slice(0, 'YYYY-MM'.length)));
    case null:
      return null;
  }
}

/** An option is true when its company goes on. */
export function ofSurvivors(
  { options }: Pick<QuestionFacts, 'options'>,
  survivors: readonly string[],
): boolean[] {
  return options.map(({ company }) => company !== null && survivors.includes(company));
}

function oneOf({ options }: QuestionFacts, index: number): boolean[] | null {
  return index < 0 || index >= options.length ? null : options.map((_, i) => i === index);
}

function indexOfSlug({ options }: QuestionFacts, slug: string): number {
  return options.findIndex((option) => option.slug === slug);
}

function isInTime({ closesAt, endsBy }: QuestionFacts, knownAt: Date): boolean {
  const end = closesAt ?? endsBy;
  return end === null || knownAt < end;
}

/**
 * The option whose short label says that many: "2곳", "0~1곳", "3곳 이상". After the close it is the option without a number, which
 * stands for no announcement in time.
 */
function indexByCount(question: QuestionFacts, count: number, knownAt: Date): number {
  const ranges = question.options.map(({ label }) => rangeOf(label.ko));
  if (!isInTime(question, knownAt)) return ranges.indexOf(null);
  return ranges.findIndex((range) => range !== null && range.from <= count && count <= range.until);
}

function rangeOf(label: string): { from: number; until: number } | null {
  const [, first, last, above] = /^(\d+)(?:[~∼-](\d+))?곳( 이상)?/.exec(label) ?? [];
  if (first === undefined) return null;
  return { from: Number(first), until: above ? Infinity : Number(last ?? first) };
}

/** The option of the month, or the one without a month after all months; none before the first of them. */
function indexByMonth(question: QuestionFacts, month: string): number {
  const { options } = question;
  const own = indexOfSlug(question, month);
  const months = options.map(({ slug }) => slug).filter((slug) => MONTH.test(slug));
  const isLater = months.every((each) => each < month);
  return own >= 0 || !isLater ? own : options.findIndex(({ slug }) => !MONTH.test(slug));
}
