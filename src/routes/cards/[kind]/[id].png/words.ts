import { rowOrder } from '#lib/components/base/options.ts';
import {
  cardColumns,
  cardFigures,
  cardHeadline,
  cardState,
  cardDay,
  cardTitle,
} from '#lib/components/share/card-words.ts';
import { noteOf } from '#lib/components/share/summary.ts';
import { oddsPercentOrDash, percentOrDash } from '#lib/format.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { localized } from '#lib/i18n/text.ts';
import { colourOf, widthOf } from '#lib/server/share/pictures/parts.ts';
import type { CardPicture, CardTable } from '#lib/server/share/pictures/picture.ts';
import type { CardView, ForecastCard } from '#lib/types/card.ts';
import type { QuestionView } from '#lib/types/question.ts';

/** Options that fit; of more, the last place says how many are left out. */
const MOST_ROWS = 5;
/** Longest name beside its numbers, in Latin letters. */
const LONG_NAME = 20;

/** Content of the picture of a card, in the language of the address. */
export function cardPicture(card: CardView, question: QuestionView, isSimulation: boolean): CardPicture {
  const isForecast = card.kind === 'forecast';
  return {
    shape: 'card',
    language: getLocale(),
    site: m.site_name(),
    topic: m.home_project(),
    simulation: isSimulation ? m.share_simulation() : null,
    title: localized(question.title),
    byline: isForecast ? `${cardTitle(card)} · ${cardDay(card)}` : cardTitle(card),
    headline: cardHeadline(card, question),
    line: cardState(card, question),
    table: isForecast ? tableOf(card, question) : null,
    figures: cardFigures(card),
    note: noteOf(question),
    disclaimer: m.layout_disclaimer(),
  };
}

function tableOf(card: ForecastCard, question: QuestionView): CardTable {
  const { options } = question;
  const labels = { mine: m.card_mine(), crowd: m.beside_crowd(), author: m.beside_author() };
  const columns = cardColumns(card, question);
  const oddsOf = (i: number) => card.permille[i] ?? 0;
  const likeliest = [...options.keys()].sort((a, b) => oddsOf(b) - oddsOf(a) || a - b);
  const shown = options.length > MOST_ROWS ? likeliest.slice(0, MOST_ROWS - 1) : rowOrder(question);
  const left = options.length - shown.length;
  return {
    columns: columns.map(({ who }) => labels[who]),
    rows: shown.map((i) => ({
      colour: colourOf(options[i]?.company ?? null, i),
      name: nameOf(options[i]),
      permille: oddsOf(i),
      values: columns.map(({ who, permille }) =>
        (who === 'crowd' ? oddsPercentOrDash : percentOrDash)(permille?.[i]),
      ),
    })),
    more: left > 0 ? m.share_more({ count: String(left) }) : null,
  };
}

function nameOf(option: QuestionView['options'][number] | undefined): string {
  if (!option) return '';
  const label = localized(option.label);
  return widthOf(label) > LONG_NAME ? localized(option.shortLabel) : label;
}
