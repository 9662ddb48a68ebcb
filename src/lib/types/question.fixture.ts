// A question as pages get it, for tests to say only what matters to them.
import type { QuestionView } from './question.ts';

const AT = '2026-11-24T00:00:00.000Z';

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
