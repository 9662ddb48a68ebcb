// Shares and quotes in words.
import { isOfCompanies } from '#lib/components/questions/of-companies.ts';
import { joinList, marketPoints, marketShares } from '#lib/format.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { localized } from '#lib/i18n/text.ts';
import type { QuoteView } from '#lib/types/market.ts';
import type { QuestionView } from '#lib/types/question.ts';

type Named = Pick<QuestionView, 'options' | 'kind'>;

/** "SKT 남는다", "SKT와 업스테이지 함께 남는다"; of answers "예: 맞다". */
export function eventName(question: Named, event: string): string {
  const [kind, slugs = ''] = event.split(':');
  const names = slugs.split(',').map((slug) => shortName(question, slug));
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
  return members.map((slug) => shortName(question, slug)).join('+');
}

function shortName({ options }: Named, slug: string): string {
  const option = options.find((each) => each.slug === slug);
  return option ? localized(option.shortLabel) : slug;
}
