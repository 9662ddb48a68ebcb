// Localized texts of the contest picture: axis labels, labels beside marks, descriptions for screen readers.
import { kstDay } from '#lib/kst.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { localized } from '#lib/i18n/text.ts';
import type { ContestView, RoundView } from '#lib/types/contest.ts';
import type { ColumnMeaning } from './axis.ts';
import type { CompanyRuns, Run } from './runs.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Short date for the axis; the year only where it differs from the previous label's. */
function axisDay(on: string, previous: string | null | undefined): string {
  const [year = '', month = '', day = ''] = on.split('-');
  const showYear = !previous?.startsWith(`${year}-`);
  if (getLocale() === 'ko') return `${showYear ? `${year}.` : ''}${Number(month)}.${Number(day)}`;
  return `${MONTHS[Number(month) - 1] ?? ''} ${Number(day)}${showYear ? `, ${year}` : ''}`;
}

/** Axis label of a column; `short` where many columns share a phone's width. */
export function columnLabel(
  column: ColumnMeaning,
  previous: ColumnMeaning | undefined,
  short: boolean,
): string {
  const number = String(column.round ?? '');
  const round = short ? m.picture_axis_round_short({ number }) : m.picture_axis_round({ number });
  if (column.on === null) return m.picture_axis_open({ round });
  const day = axisDay(column.on, previous?.on);
  if (column.kind === 'result') return m.picture_axis_result({ round, day });
  return column.kind === 'selection' ? m.picture_axis_selection({ day }) : m.picture_axis_entry({ day });
}

/** Label beside the mark at the end of a run. */
export function endLabel(run: Run): string {
  if (run.end === 'through') return m.picture_end_through();
  if (run.end === 'left') return m.picture_end_left();
  const reason = run.shortReason ?? run.reason;
  return reason === null ? m.picture_end_out() : localized(reason);
}

export function companyName(contest: ContestView, slug: string): string {
  const company = contest.companies.find((candidate) => candidate.slug === slug);
  return company ? localized(company.name) : slug;
}

/** Order of companies that stand alike: by the crowd's odds in permille, then by name. */
export function byOdds(contest: ContestView, odds: Record<string, number> | null) {
  return (a: string, b: string): number =>
    (odds?.[b] ?? 0) - (odds?.[a] ?? 0) || (companyName(contest, a) < companyName(contest, b) ? -1 : 1);
}

/** @param day the formatted day; callers pass a placeholder to insert markup there */
export function entrySentence(run: Run, day = kstDay(run.startsOn, getLocale())): string {
  return run.entry === 'wildcard' ? m.picture_said_wildcard({ day }) : m.picture_said_selected({ day });
}

export function endSentence(run: Run, rounds: readonly RoundView[]): string {
  const title = rounds.find((round) => round.number === run.round)?.title;
  const round = title ? localized(title) : String(run.round);
  if (run.end === 'open') return m.picture_said_open({ round });
  if (run.end === 'through') return m.picture_said_through({ round });
  if (run.end === 'left') return m.picture_said_left({ round });
  return run.reason === null
    ? m.picture_said_out({ round })
    : m.picture_said_out_because({ round, reason: localized(run.reason) });
}

/** One company's history as sentences: entry, each round passed, then how it ended or what it waits for. */
export function storyOf(contest: ContestView, { company, runs }: CompanyRuns): string[] {
  return runs.flatMap((run, index) => {
    const since = runs[index - 1]?.round ?? 0;
    const passed = contest.rounds
      .filter(({ number }) => number > since && number < run.round)
      .filter(({ entrants }) => entrants.some((one) => one.company === company && one.outcome === 'advanced'))
      .map(({ title }) => m.picture_said_through({ round: localized(title) }));
    return [entrySentence(run), ...passed, endSentence(run, contest.rounds)];
  });
}

/** `storyOf` in one line, with the company's name. */
export function story(contest: ContestView, row: CompanyRuns): string {
  return `${companyName(contest, row.company)}: ${storyOf(contest, row).join(' · ')}`;
}
