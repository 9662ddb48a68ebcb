/** Made-up questions in every state, for tests. */
import { even, rebalance, SEAT } from '#lib/domain/seats.ts';
import type { Phase } from '#lib/domain/question.ts';
import type { OptionView, QuestionView } from '#lib/types/question.ts';
import type { ResolutionView } from '#lib/types/resolution.ts';

export const AT = '2026-11-24T09:00:00.000Z';
export const LATER = '2026-11-26T14:59:00.000Z';
const COMPANIES = ['skt', 'upstage', 'lg', 'motif', 'naver-cloud', 'nc-ai'];
const NAMES = ['SK텔레콤', '업스테이지', 'LG AI연구원', '모티프', '네이버클라우드', 'NC AI'];

const text = (words: string) => ({ ko: words, en: words });

function option(i: number): OptionView {
  const company = COMPANIES[i] ?? null;
  const label = NAMES[i] ?? `이름이 아주 길어서 한 줄에 다 들어가지 않는 선택지 ${i + 1}`;
  return {
    slug: company ?? `option-${i + 1}`,
    label: text(label),
    shortLabel: text(NAMES[i] ?? `선택지 ${i + 1}`),
    company,
  };
}

/** Falling odds, in steps that are easy to see. */
function falling(options: number, seats: number): number[] {
  const none = Array<boolean>(options).fill(false);
  return rebalance(even(options, seats), 0, (SEAT * seats) / options + 200, none);
}

export function question(options: number, seats: number, rest: Partial<QuestionView> = {}): QuestionView {
  const shown = Array.from({ length: options }, (_, i) => option(i));
  const odds = falling(options, seats);
  return {
    slug: `made-up-${seats}-of-${options}-${rest.phase ?? 'open'}`,
    kind: 'final',
    round: 3,
    title: text(`${options} options, ${seats} seats`),
    lead: text('A question that nobody asked'),
    rules: [text('The first rule.'), text('The second rule.')],
    officialSource: 'https://www.msit.go.kr/',
    options: shown,
    seats,
    scored: true,
    phase: 'open',
    opensAt: AT,
    closesAt: null,
    endsBy: null,
    resolution: null,
    crowd: {
      permille: odds,
      forecasters: 12,
      at: AT,
      version: 12,
    },
    author: { permille: [...odds].reverse(), madeAt: AT, carriedOver: true },
    mine: null,
    ...rest,
  };
}

function resolution(outcome: boolean[] | null, rest: Partial<ResolutionView> = {}): ResolutionView {
  const provisional = rest.provisional ?? false;
  const finalAt = provisional ? LATER : AT;
  return { version: 1, outcome, knownAt: AT, publishedAt: AT, provisional, finalAt, ...rest };
}

/** Every phase of a question, and every kind of result. */
export const STATES: ({ title: string; phase: Phase } & Partial<Omit<QuestionView, 'title'>>)[] = [
  { title: 'upcoming', phase: 'upcoming' },
  { title: 'open', phase: 'open' },
  { title: 'open, closing time known', phase: 'open', closesAt: LATER },
  { title: 'open, at the latest until', phase: 'open', endsBy: LATER },
  { title: 'opinion', phase: 'open', scored: false },
  { title: 'closed, awaiting the result', phase: 'closed', closesAt: AT },
  {
    title: 'provisional',
    phase: 'provisional',
    resolution: resolution([true, true, false], { provisional: true }),
  },
  { title: 'resolved', phase: 'resolved', resolution: resolution([true, false, true]) },
  { title: 'resolved, nobody', phase: 'resolved', resolution: resolution([false, false, false]) },
  { title: 'corrected', phase: 'resolved', resolution: resolution([true, true, false], { version: 2 }) },
  {
    title: 'corrected, provisional',
    phase: 'provisional',
    resolution: resolution([true, true, false], { version: 2, provisional: true }),
  },
  { title: 'annulled', phase: 'annulled', resolution: resolution(null, { version: 2, knownAt: null }) },
];
