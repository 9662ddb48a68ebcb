/** What a result is called and what it says, wherever one shows. */
import { m } from '#lib/i18n/paraglide/messages.js';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { localized } from '#lib/i18n/text.ts';
import { isOfCompanies, optionRows, type Ordered } from '#lib/components/base/options.ts';
import { joinList, josa } from '#lib/format.ts';
import type { QuestionView } from '#lib/types/question.ts';
import type { ResolutionView } from '#lib/types/resolution.ts';

/** What a decision says; only its outcome is read. */
type Decided = Pick<QuestionView, 'kind'> & Ordered & { outcome: readonly boolean[] | null };

/** "SK텔레콤과 업스테이지가 남았어요."; with a mark "고친 결과: 세 곳". */
export function outcomeText(decided: Decided, mark: string | null = null): string {
  const { kind, outcome } = decided;
  const marked = (text: string) => (mark ? `${mark}: ${text}` : text);
  if (!outcome) return marked(m.result_annulled());
  const locale = getLocale();
  const names = optionRows(decided).flatMap(({ option, i }) => (outcome[i] ? [localized(option.label)] : []));
  if (names.length === 0) return marked(m.result_nobody());
  const list = joinList(names, locale);
  if (kind === 'final' || kind === 'advance')
    return marked(m.result_survivors({ names: locale === 'ko' ? josa(list, '이/가') : list }));
  return mark ? marked(list) : m.result_answer({ answers: list });
}

/** Of a company 남음 or 탈락, of any other option 예 or 아니요: what a result says of one option. */
export function outcomeWord(question: Pick<QuestionView, 'options'>, cameTrue: boolean | undefined): string {
  if (isOfCompanies(question)) return cameTrue ? m.outcome_survived() : m.outcome_out();
  return cameTrue ? m.resolve_yes() : m.resolve_no();
}

/** The mark beside an option: of other options than companies only what came true has one. */
export function outcomeMark(question: Pick<QuestionView, 'options'>, cameTrue: boolean): string | null {
  if (isOfCompanies(question)) return outcomeWord(question, cameTrue);
  return cameTrue ? m.outcome_true() : null;
}

/** Whether another result of this question stood before; one that is annulled has none any more. */
export function isCorrected({ version, outcome }: Pick<ResolutionView, 'version' | 'outcome'>): boolean {
  return version > 1 && outcome !== null;
}

/** "잠정 결과", "고친 결과": what is not an ordinary result is called by its name; null for one that is, or none. */
export function resultMark({ phase, resolution }: Pick<QuestionView, 'phase' | 'resolution'>): string | null {
  if (!resolution) return null;
  const corrected = isCorrected(resolution);
  if (phase === 'provisional') return corrected ? m.result_mark_both() : m.phase_provisional();
  return corrected ? m.result_mark_corrected() : null;
}

/** What became of a result since, or is still to come: a sentence each, with its time. */
export function resultNotes({ phase, resolution }: Pick<QuestionView, 'phase' | 'resolution'>) {
  if (!resolution) return [];
  const { outcome, publishedAt, finalAt } = resolution;
  if (!outcome) return [{ say: m.result_annulled_at, at: publishedAt }];
  return [
    ...(isCorrected(resolution) ? [{ say: m.result_corrected, at: publishedAt }] : []),
    ...(phase === 'provisional' ? [{ say: m.result_provisional, at: finalAt }] : []),
  ];
}
