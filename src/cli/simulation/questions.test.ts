import { describe, expect, test } from 'vitest';
import { companies } from '#lib/contest/companies.ts';
import { questions as shipped } from '#lib/contest/questions.ts';
import { assertSeats } from '#lib/domain/seats.ts';
import { draftOf, QUESTIONS, shippedDraft, SIDE_DRAFTS, STAGES } from './questions.ts';

const bySlug = new Map(QUESTIONS.map((question) => [question.slug, question]));
const PAST = ['advance-1', 'final-1', 'final-2a', 'advance-2', 'final-2b'];

test('the stages follow one another', () => {
  const times = Object.values(STAGES);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(new Set(times).size).toBe(times.length);
});

describe('the questions', () => {
  test('are the past ones of the contest, the shipped ones and the two recurring side questions', () => {
    expect(QUESTIONS.map(({ slug }) => slug)).toEqual([
      ...PAST,
      ...shipped.map(({ slug }) => slug),
      ...SIDE_DRAFTS.map(({ slug }) => slug),
    ]);
    expect(bySlug.size).toBe(QUESTIONS.length);
  });

  test('open in their order, within the replay, and close after that', () => {
    const opened = QUESTIONS.map(({ opensAt }) => opensAt);
    expect(opened).toEqual(opened.toSorted((a, b) => a - b));
    for (const { slug, opensAt, closesAt } of QUESTIONS) {
      expect(opensAt, slug).toBeGreaterThanOrEqual(STAGES.begin);
      expect(closesAt, slug).toBeGreaterThan(opensAt);
      expect(closesAt, slug).toBeLessThanOrEqual(STAGES.end);
    }
  });

  test('have fewer seats than options, and a leaning for every option', () => {
    for (const { slug, options, seats, leaning } of QUESTIONS) {
      expect(() => assertSeats(options.length, seats), slug).not.toThrow();
      expect(new Set(options).size, slug).toBe(options.length);
      expect(leaning, slug).toHaveLength(options.length);
      for (const lean of leaning) expect(Math.abs(lean), slug).toBeLessThanOrEqual(1);
    }
  });

  test('of the first round announce four seats, and three companies really passed', () => {
    const { seats, options, leaning } = bySlug.get('advance-1')!;
    expect([seats, options.length]).toEqual([4, 5]);
    expect(options.filter((_, i) => leaning[i] === 1).toSorted()).toEqual(['lg', 'skt', 'upstage']);
  });

  test('with the wildcard are asked only from the day on which it joined', () => {
    for (const { slug, options, opensAt } of QUESTIONS.filter(({ slug }) => PAST.includes(slug))) {
      expect(options.includes('motif'), slug).toBe(opensAt >= STAGES.wildcard);
    }
  });

  test('have no certain leaning where the outcome is unknown', () => {
    const open = QUESTIONS.filter(({ slug }) => !slug.startsWith('advance'));
    for (const { slug, leaning } of open) {
      for (const lean of leaning) expect(Math.abs(lean), slug).toBeLessThan(1);
    }
  });
});

describe('a draft', () => {
  test.each(PAST)('of %s has the options of the replay question, all companies of the contest', (slug) => {
    const draft = draftOf(slug);
    const { options, seats } = bySlug.get(slug)!;
    expect(draft.options.map((option) => option.slug)).toEqual(options);
    expect(draft.seats).toBe(seats);
    expect(draft.kind).toBe(slug.startsWith('final') ? 'final' : 'advance');
    expect(draft.officialSource).toMatch(/^https:\/\//);
    const known: string[] = companies.map((company) => company.slug);
    expect(draft.options.filter(({ company }) => !company || !known.includes(company))).toEqual([]);
    for (const text of [draft.title, draft.lead, ...draft.rules]) {
      expect(text.ko).toMatch(/[가-힣]/);
      expect(text.en).not.toMatch(/[가-힣]/);
    }
  });

  test('of the shipped last two is the shipped question itself', () => {
    const final = shipped.find(({ slug }) => slug === 'final-3')!;
    const { slug, title, options, seats } = final;
    expect(shippedDraft('final-3')).toMatchObject({ slug, title, options, seats });
  });

  test('of a question that the replay does not know is refused', () => {
    expect(() => draftOf('final-9')).toThrow(RangeError);
    expect(() => shippedDraft('final-1')).toThrow(RangeError);
  });
});
