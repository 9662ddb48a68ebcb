/** What a question says of itself where it is shared: in a picture, a widget, a preview or the feed. */
import { m } from '#lib/i18n/paraglide/messages.js';
import { getLocale, localizeHref } from '#lib/i18n/paraglide/runtime.js';
import { localized } from '#lib/i18n/text.ts';
import { formatCount, oddsPercentOrDash } from '#lib/format.ts';
import { kstTime } from '#lib/kst.ts';
import { optionPercents, optionRows } from '#lib/components/base/options.ts';
import { isCorrected, outcomeText, resultMark } from '#lib/components/results/result-words.ts';
import type { QuestionView } from '#lib/types/question.ts';
import type { ShareView } from '#lib/types/share.ts';
import { pageTitle } from './pages.ts';

/** Never at the start of a line. */
const DOT = '\u00a0· ';

/** The result of a question, marked while it is provisional and where it was corrected; null while there is none. */
export function resultText(question: QuestionView): string | null {
  if (!question.resolution) return null;
  return outcomeText({ ...question, outcome: question.resolution.outcome }, resultMark(question));
}

/** Of what instant the numbers are: of the result's, once there is one, or of its correction. */
export function noteInstant({ crowd, resolution }: QuestionView): string {
  if (!resolution) return crowd.at;
  return isCorrected(resolution) ? resolution.publishedAt : (resolution.knownAt ?? resolution.publishedAt);
}

/** "12명이 예측했어요 · 2026년 9월 24일(목) 21:00 (KST) 기준"; `time` stands for the instant where that is more than text. */
export function noteOf(
  question: QuestionView,
  time = kstTime(noteInstant(question), getLocale(), { year: true }),
): string {
  return forecastersText(question.crowd.forecasters) + DOT + whenText(question, time);
}

function whenText({ resolution }: QuestionView, time: string): string {
  if (!resolution) return m.share_as_of({ time });
  if (!resolution.outcome) return m.share_annulled_at({ time });
  return isCorrected(resolution) ? m.share_corrected_at({ time }) : m.share_result_at({ time });
}

function forecastersText(forecasters: number): string {
  if (forecasters === 0) return m.count_forecasters_none();
  if (forecasters === 1) return m.count_forecasters_one();
  return m.count_forecasters({ count: formatCount(forecasters) });
}

/** The question in one line: its result, else the crowd's odds, else its lead. */
export function summaryOf(question: QuestionView): string {
  const result = resultText(question);
  if (result) return result;
  const { permille } = question.crowd;
  if (!permille) return localized(question.lead);
  return m.share_odds({
    odds: optionPercents(optionRows(question), permille, oddsPercentOrDash).join(' · '),
  });
}

/** Another one for other numbers: messengers keep a preview by its address. */
export function shareVersion({ crowd, resolution }: Pick<QuestionView, 'crowd' | 'resolution'>): string {
  return resolution ? `${crowd.version}.${resolution.version}` : String(crowd.version);
}

/** What the page of a question says of itself where it is shared, in the reader's language. */
export function shareOf(question: QuestionView): ShareView {
  const title = localized(question.title);
  const description = summaryOf(question);
  return {
    title: pageTitle(title),
    description,
    picture: `${localizeHref(`/og/${question.slug}.png`)}?v=${shareVersion(question)}`,
    alt: m.share_picture_alt({ title, summary: description }),
  };
}

/** The same of the record of its result, which shows no odds. */
export function shareRecord(question: QuestionView): ShareView {
  const result = resultText(question);
  return {
    ...shareOf(question),
    title: pageTitle(`${m.result_history_title()} · ${localized(question.title)}`),
    description: result ? `${result} ${m.result_history_lead()}` : m.result_history_none(),
  };
}
