import { addressOf } from '#lib/components/share/address.ts';
import { outcomeText } from '#lib/components/results/result-words.ts';
import { kstDay } from '#lib/kst.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { localized } from '#lib/i18n/text.ts';
import type { Entry, EventNews, News, OpeningNews, ResultNews } from '#lib/server/share/feed.ts';

/** A feed entry in the language of the address, with absolute links. */
export function entryOf(news: News, origin: string): Entry {
  if (news.kind === 'result') return resultEntry(news, origin);
  return news.kind === 'opening' ? openingEntry(news, origin) : eventEntry(news, origin);
}

function resultEntry(
  { question, version, outcome, isProvisional, note, at }: ResultNews,
  origin: string,
): Entry {
  const link = addressOf(origin, `/results/${question.slug}`);
  const title = localized(question.title);
  const result = outcomeText({ ...question, outcome });
  return {
    id: `${link}#${version}`,
    link,
    title: titleOfResult(title, { isAnnulled: outcome === null, isCorrection: version > 1, isProvisional }),
    summary: [result, note].filter(Boolean).join(' '),
    updated: at,
  };
}

interface ResultKind {
  isAnnulled: boolean;
  isCorrection: boolean;
  isProvisional: boolean;
}

function titleOfResult(title: string, { isAnnulled, isCorrection, isProvisional }: ResultKind): string {
  if (isAnnulled) return m.feed_annulled({ title });
  if (isCorrection) return m.feed_correction({ title });
  return isProvisional ? m.feed_provisional({ title }) : m.feed_result({ title });
}

function openingEntry({ question, older, at }: OpeningNews, origin: string): Entry {
  const link = addressOf(origin, `/questions/${question.slug}`);
  const title = localized(question.title);
  return {
    id: link,
    link,
    title: older ? m.feed_edition({ title }) : m.feed_opening({ title }),
    summary: [older && localized(older), localized(question.lead)].filter(Boolean).join(' → '),
    updated: at,
  };
}

function eventEntry({ event, at }: EventNews, origin: string): Entry {
  return {
    id: `${addressOf(origin, '/feed.xml')}#${event.slug}`,
    link: event.url,
    title: m.feed_event({ title: localized(event.title) }),
    summary: kstDay(event.on, getLocale()),
    updated: at,
  };
}
