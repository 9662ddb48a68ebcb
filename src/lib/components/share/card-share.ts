import { m } from '#lib/i18n/paraglide/messages.js';
import { localizeHref } from '#lib/i18n/paraglide/runtime.js';
import { localized } from '#lib/i18n/text.ts';
import type { CardView } from '#lib/types/card.ts';
import type { QuestionView } from '#lib/types/question.ts';
import type { ShareView } from '#lib/types/share.ts';
import { cardSummary, cardTitle } from './card-words.ts';
import { pageTitle } from './pages.ts';
import { shareVersion } from './summary.ts';

/** What the page of a card says of itself where it is shared. */
export function shareCard(card: CardView, question: QuestionView): ShareView {
  const title = cardTitle(card);
  const description = cardSummary(card, question);
  const state = card.kind === 'forecast' ? card.state : 'result';
  return {
    title: pageTitle(`${title} – ${localized(question.title)}`),
    description,
    picture: `${localizeHref(`/cards/${card.kind}/${card.id}.png`)}?v=${shareVersion(question)}.${state}`,
    alt: m.share_picture_alt({ title, summary: description }),
  };
}
