import { outcomeMark } from '#lib/components/results/result-words.ts';
import { rowOrder } from '#lib/components/base/options.ts';
import { leadText } from '#lib/components/odds/sets.ts';
import { noteOf, resultText } from '#lib/components/share/summary.ts';
import { picksOf } from '#lib/domain/seats.ts';
import { oddsPercentOrDash } from '#lib/format.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { localized } from '#lib/i18n/text.ts';
import { colourOf, widthOf } from '#lib/server/share/pictures/parts.ts';
import { LINE_OF_HEADLINE } from '#lib/server/share/pictures/element.ts';
import type { Entry, Picture, Segment } from '#lib/server/share/pictures/picture.ts';
import type { QuestionView } from '#lib/types/question.ts';

/** Options that fit below the bar; of more, the last place says how many are left out. */
const MOST_ENTRIES = 6;

/** With more options, the author's stamp is short to leave room for names. */
const MOST_FULL_STAMPS = 3;

/** Content of the share picture of a question, in the language of the address. */
export function pictureOf(question: QuestionView, isSimulation: boolean): Picture {
  const { options, seats } = question;
  const colours = options.map(({ company }, i) => colourOf(company, i));
  const shown = placesShown(question);
  const left = options.length - shown.length;
  return {
    shape: 'question',
    language: getLocale(),
    site: m.site_name(),
    topic: m.home_project(),
    simulation: isSimulation ? m.share_simulation() : null,
    title: localized(question.title),
    headline: resultOf(question) ?? leadOf(question),
    segments: seats > 1 ? null : segmentsOf(question, colours),
    entries: shown.map((i) => entryOf(question, i, colours[i] ?? '')),
    more: left > 0 ? m.share_more({ count: String(left) }) : null,
    note: noteOf(question),
    disclaimer: m.layout_disclaimer(),
  };
}

function segmentsOf(question: QuestionView, colours: readonly string[]): Segment[] {
  const { permille } = question.crowd;
  if (!permille) return [];
  return rowOrder(question).map((i) => ({ colour: colours[i] ?? '', permille: permille[i] ?? 0 }));
}

/** The result, with short names where full ones exceed a line. */
function resultOf(question: QuestionView): string | null {
  const result = resultText(question);
  if (result === null || widthOf(result) <= LINE_OF_HEADLINE) return result;
  const options = question.options.map((option) => ({ ...option, label: option.shortLabel }));
  return resultText({ ...question, options });
}

/** The likeliest result of a question that has none yet, likewise. */
function leadOf(question: QuestionView): string | null {
  const lead = leadText(question, question.crowd.permille);
  if (lead === null || widthOf(lead) <= LINE_OF_HEADLINE) return lead;
  return leadText(question, question.crowd.permille, { label: ({ shortLabel }) => localized(shortLabel) });
}

/** Positions of the options shown: all in order, or the likeliest of too many. */
function placesShown(question: QuestionView): number[] {
  const oddsOf = (i: number) => question.crowd.permille?.[i] ?? 0;
  const places = rowOrder(question);
  if (places.length <= MOST_ENTRIES) return places;
  return places.sort((a, b) => oddsOf(b) - oddsOf(a) || a - b).slice(0, MOST_ENTRIES - 1);
}

function entryOf(question: QuestionView, i: number, colour: string): Entry {
  const { options, author, seats, resolution, crowd } = question;
  const permille = crowd.permille?.[i] ?? null;
  const picks = author ? (picksOf(author.permille, seats) ?? []) : [];
  const outcome = resolution?.outcome?.[i];
  const option = options[i];
  const mark = outcome === undefined ? null : outcomeMark(question, outcome);
  return {
    colour,
    name: option ? localized(option.label) : '',
    shortName: option ? localized(option.shortLabel) : '',
    odds: oddsPercentOrDash(permille),
    permille,
    stamp: picks.includes(i) ? stampAmong(options.length) : null,
    outcome: outcome === undefined || mark === null ? null : { text: mark, cameTrue: outcome },
  };
}

function stampAmong(options: number): string {
  return options > MOST_FULL_STAMPS ? m.seats_stamp() : m.seats_stamp_full();
}
