// Shares and quotes in words.
import { isOfCompanies, optionRows } from '#lib/components/base/options.ts';
import { joinList, marketPoints, marketShares } from '#lib/format.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { localized } from '#lib/i18n/text.ts';
import type { QuoteView } from '#lib/types/market.ts';
import type { QuestionView } from '#lib/types/question.ts';

type Named = Pick<QuestionView, 'options' | 'crowd'>;

/** "SKT 남는다", "SKT와 업스테이지 함께 남는다"; of answers "두 곳: 예". */
export function eventName(question: Named, event: string): string {
  const [kind, slugs = ''] = event.split(':');
  const names = namesOf(question, slugs.split(','));
  const name = names[0] ?? '';
  if (kind === 'set') return m.market_event_set({ names: joinList(names, getLocale()) });
  if (isOfCompanies(question))
    return kind === 'survives' ? m.market_event_survives({ name }) : m.market_event_drops({ name });
  return kind === 'survives' ? m.market_event_true({ name }) : m.market_event_false({ name });
}

/** "50점으로 ‘SKT 남는다’ 몫 75.84개를 사요." */
export function quoteSentence(question: Named, { side, event, shares, points }: QuoteView): string {
  const amounts = {
    event: eventName(question, event),
    shares: marketShares(shares),
    points: marketPoints(points),
  };
  return side === 'buy' ? m.market_quote_buy(amounts) : m.market_quote_sell(amounts);
}

/** "SKT+업스테이지" */
export function setName(question: Named, members: readonly string[]): string {
  return namesOf(question, members).join('+');
}

/** In the order in which pages list the options. */
function namesOf(question: Named, members: readonly string[]): string[] {
  const listed = optionRows(question).filter(({ option }) => members.includes(option.slug));
  return listed.map(({ option }) => localized(option.shortLabel));
}
