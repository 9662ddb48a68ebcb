// Questions and options as pages get them, for tests to state only what matters to them.
import type { OptionView, QuestionView } from './question.ts';

const AT = '2026-11-24T00:00:00.000Z';

/** An option with one name; in English it is called by its slug. */
export function optionView(slug: string, ko = slug, company: string | null = null): OptionView {
  return { slug, label: { ko, en: slug }, shortLabel: { ko, en: slug }, company };
}

/** An open side question between LG and SKT, for one seat, with odds of nine forecasters. */
export function questionView(slug: string, rest: Partial<QuestionView> = {}): QuestionView {
  const text = { ko: '글', en: 'text' };
  return {
    slug,
    kind: 'side',
    round: null,
    title: text,
    lead: text,
    rules: [],
    officialSource: null,
    options: [
      { slug: 'a', label: text, shortLabel: text, company: 'lg' },
      { slug: 'b', label: text, shortLabel: text, company: 'skt' },
    ],
    seats: 1,
    scored: true,
    phase: 'open',
    opensAt: AT,
    closesAt: null,
    endsBy: null,
    resolution: null,
    crowd: { permille: [300, 700], forecasters: 9, at: AT, version: 9 },
    author: null,
    mine: null,
    ...rest,
  };
}
