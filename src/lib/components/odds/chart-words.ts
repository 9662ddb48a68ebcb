// What the chart of odds over time says in words.
import { optionPercents, type OptionRow } from '../base/options.ts';
import { type Series, stepAt, type Who } from './series.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { kstTime } from '#lib/kst.ts';

const NAMES: Record<Who, () => string> = {
  crowd: m.beside_crowd,
  author: m.beside_author,
  mine: m.chart_mine,
  market: m.market_who,
};

export function nameOf(who: Who): string {
  return NAMES[who]();
}

/** Text alternative of the chart: every series' value at an instant. */
export function describeAt(rows: readonly OptionRow[], series: readonly Series[], at: number): string {
  const sentences = series.flatMap((one) => {
    const permille = stepAt(one, at)?.permille;
    if (!permille) return [];
    return [`${nameOf(one.who)}: ${optionPercents(rows, permille).join(', ')}.`];
  });
  return [`${kstTime(new Date(at).toISOString(), getLocale(), { year: true })}.`, ...sentences].join(' ');
}
