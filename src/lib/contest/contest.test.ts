import { describe, expect, it, test } from 'vitest';
import { isForecast } from '#lib/domain/seats.ts';
import { author, finalForecast } from './author.ts';
import { companies } from './companies.ts';
import { events } from './events.ts';
import { questions } from './questions.ts';
import { rounds } from './rounds.ts';
import { scenarios } from './scenarios.ts';
import { status } from './status.ts';
import type { Round, Text } from './types.ts';

const contest = { companies, rounds, events, status, author, finalForecast, scenarios, questions };

interface Leaf {
  path: string;
  value: unknown;
}

function leaves(value: unknown, path = ''): Leaf[] {
  if (value === null || typeof value !== 'object') return [{ path, value }];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, `${path}/${key}`));
}

function texts(value: unknown, path = ''): { path: string; text: Partial<Text> }[] {
  if (value === null || typeof value !== 'object') return [];
  if ('ko' in value || 'en' in value) return [{ path, text: value as Partial<Text> }];
  return Object.entries(value).flatMap(([key, inner]) => texts(inner, `${path}/${key}`));
}

const everyLeaf = leaves(contest);
const everyText = texts(contest);
const everyString = everyLeaf.flatMap(({ path, value }) =>
  typeof value === 'string' ? [{ path, value }] : [],
);
const everyUrl = everyString.filter(({ value }) => /^[a-z]+:\/\//i.test(value));
const slugs = companies.map((company) => company.slug);

function unique(values: readonly string[]): boolean {
  return new Set(values).size === values.length;
}

function survivors(round: Round): string[] {
  return round.entrants.filter((entrant) => entrant.outcome === 'advanced').map((entrant) => entrant.company);
}

function carried(round: Round): string[] {
  return round.entrants.filter((entrant) => entrant.entry === 'carried').map((entrant) => entrant.company);
}

function round(number: number): Round {
  const found = rounds.find((candidate) => candidate.number === number);
  if (!found) throw new Error(`no round ${number}`);
  return found;
}

function question(slug: string) {
  const found = questions.find((candidate) => candidate.slug === slug);
  if (!found) throw new Error(`no question ${slug}`);
  return found;
}

describe('sources', () => {
  it('are all https', () => {
    expect(everyUrl.length).toBeGreaterThan(40);
    expect(everyUrl.filter(({ value }) => !value.startsWith('https://') || !URL.canParse(value))).toEqual([]);
  });

  it('are called official exactly where the government published them', () => {
    const cited = [
      ...companies.flatMap((company) => company.sources),
      ...rounds.flatMap((each) => [...each.sources, ...(each.recruitment?.sources ?? [])]),
      ...status.criteria.sources,
    ];
    for (const source of cited) {
      const host = new URL(source.url).hostname;
      expect(source.official, source.url).toBe(/(^|\.)(msit\.go|korea)\.kr$/.test(host));
    }
  });

  it('stand behind every company, round, event and published score', () => {
    for (const { sources } of [...companies, ...rounds]) expect(sources.length).toBeGreaterThan(0);
    for (const { url } of events) expect(url).not.toBe('');
    for (const each of rounds) {
      const urls = each.sources.map((source) => source.url);
      for (const score of each.publishedScores) expect(urls).toContain(score.source);
    }
  });
});

describe('names', () => {
  it('are unique among companies, rounds, events, questions and the options of a question', () => {
    expect(unique(slugs)).toBe(true);
    expect(rounds.map((each) => each.number)).toEqual([1, 2, 3]);
    expect(unique(events.map((event) => event.slug))).toBe(true);
    expect(unique(questions.map((each) => each.slug))).toBe(true);
    for (const { options } of questions) expect(unique(options.map((option) => option.slug))).toBe(true);
    for (const each of rounds) {
      expect(unique(each.entrants.map((entrant) => entrant.company))).toBe(true);
      expect(unique(each.publishedScores.map((score) => score.item))).toBe(true);
    }
  });

  it('of companies and rounds exist wherever they are referred to', () => {
    const referred = [
      ...rounds.flatMap((each) => each.entrants.map((entrant) => entrant.company)),
      ...rounds.flatMap((each) => each.publishedScores.flatMap((score) => score.best)),
      ...rounds.flatMap((each) => each.recruitment?.applicants.flatMap((one) => one.company ?? []) ?? []),
      ...questions.flatMap((each) => each.options.flatMap((option) => option.company ?? [])),
      ...author.picks,
      ...author.views.map((view) => view.company),
      ...author.watched.map((point) => point.company),
    ];
    for (const slug of referred) expect(slugs).toContain(slug);
    const numbers = rounds.map((each) => each.number);
    for (const event of events) expect(numbers).toContain(event.round);
    for (const each of questions) if (each.round !== null) expect(numbers).toContain(each.round);
  });
});

describe('copy', () => {
  it('has both languages, neither empty', () => {
    expect(everyText.length).toBeGreaterThan(150);
    const empty = everyText.filter(({ text }) => !text.ko?.trim() || !text.en?.trim());
    const untranslated = everyText.filter(({ text }) =>
      /[가-힣]/.test((text.en ?? '').replace('530억 원', '')),
    );
    expect([...empty, ...untranslated]).toEqual([]);
  });

  it('has no exclamation marks', () => {
    expect(everyString.filter(({ value }) => /[!！]/.test(value))).toEqual([]);
  });
});

describe('what must not be printed', () => {
  it('keeps brand colours, totals and press rankings out', () => {
    const keys = everyLeaf.flatMap(({ path }) => path.split('/'));
    for (const key of ['brandColor', 'unofficialTotals', 'totals', 'pressOnlyRanking']) {
      expect(keys).not.toContain(key);
    }
  });

  it('keeps the unofficial totals out, as text and as hundredths', () => {
    for (const { path, value } of everyLeaf) {
      if (typeof value === 'string') expect(value, path).not.toMatch(/70\.6|69\.9|69\.0|65\.8/);
      if (typeof value === 'number')
        expect([70.6, 69.9, 69, 65.8, 7060, 6990, 6900, 6580]).not.toContain(value);
    }
  });

  it('quotes the 530억 only as the figure of the article', () => {
    const quoting = everyString.filter(({ value }) => /530억|530 ?billion|53 billion/.test(value));
    expect(quoting.map(({ path }) => path)).toEqual(['/author/money/ko', '/author/money/en']);
    expect(author.money.ko).toMatch(/글에만 나오는 금액.*다른 출처에서는 찾지 못했어요/);
    expect(author.money.en).toMatch(/the article’s figure alone; no other source/);
  });
});

describe('rounds', () => {
  it('carry the survivors of one into the next', () => {
    expect(carried(round(2)).sort()).toEqual(survivors(round(1)).sort());
    expect(carried(round(3)).sort()).toEqual(survivors(round(2)).sort());
  });

  test('round 1 named three survivors where four were announced', () => {
    expect(round(1).announcedSeats).toBe(4);
    expect(survivors(round(1)).sort()).toEqual(['lg', 'skt', 'upstage']);
  });

  test('round 2 took in Motif as a wildcard and let it go', () => {
    const joined = round(2).entrants.filter((entrant) => entrant.entry === 'wildcard');
    expect(joined).toMatchObject([{ company: 'motif', enteredOn: '2026-02-20', outcome: 'eliminated' }]);
    expect(round(2).recruitment?.selected).toBe('motif');
    expect(survivors(round(2))).toHaveLength(round(2).announcedSeats);
  });

  it('give a reason for every elimination and for nothing else', () => {
    for (const entrant of rounds.flatMap((each) => each.entrants)) {
      expect(entrant.reason !== null).toBe(entrant.outcome === 'eliminated');
    }
  });

  it('publish whole hundredths, no best or average above the maximum', () => {
    for (const score of rounds.flatMap((each) => each.publishedScores)) {
      expect(score.bestHundredths === null).toBe(score.best.length === 0);
      for (const value of [score.bestHundredths, score.averageHundredths, score.gapFirstToFourthHundredths]) {
        if (value === null) continue;
        expect(Number.isInteger(value)).toBe(true);
        expect(value).toBeLessThanOrEqual(score.maxHundredths);
      }
      if (score.bestHundredths !== null && score.averageHundredths !== null) {
        expect(score.averageHundredths).toBeLessThanOrEqual(score.bestHundredths);
      }
    }
  });

  it('have parts that add up to each block, and blocks that add up to 100', () => {
    for (const each of rounds.filter((candidate) => candidate.scale !== null)) {
      const blocks = Object.entries(each.scale ?? {});
      expect(blocks.reduce((sum, [, points]) => sum + points, 0)).toBe(100);
      for (const [block, points] of blocks) {
        const whole = each.publishedScores.find((score) => score.item === block);
        expect(whole?.maxHundredths).toBe(points * 100);
        const parts = each.publishedScores.filter((score) => score.item.startsWith(`${block}/`));
        if (parts.length === 0) continue;
        expect(parts.reduce((sum, score) => sum + score.maxHundredths, 0)).toBe(points * 100);
      }
    }
    expect(status.criteria.blocks.reduce((sum, block) => sum + block.points, 0)).toBe(100);
  });
});

describe('events', () => {
  it('are in order of time and none is later than the last verification', () => {
    const moments = events.map((event) => event.date);
    expect(moments).toEqual([...moments].sort());
    for (const { date, time } of events) {
      expect(date).toMatch(/^\d{4}-\d{2}-\d{2}$/);
      if (time !== null) expect(time).toMatch(/^\d{2}:\d{2}$/);
      expect(date <= status.lastVerifiedOn).toBe(true);
    }
  });
});

describe('questions', () => {
  it('leave something to ask', () => {
    for (const { options, seats } of questions) expect(options.length).toBeGreaterThan(seats);
  });

  test('have forecasts of the author that fit them', () => {
    for (const { authorPermille, options, seats } of questions) {
      if (authorPermille) expect(isForecast(authorPermille, options.length, seats)).toBe(true);
    }
  });

  test('final-3 asks about the entrants of round 3, the author’s picks first', () => {
    const { options } = question('final-3');
    expect(options.map((option) => option.slug)).toEqual(['skt', 'upstage', 'lg']);
    expect(options.map((option) => option.company).sort()).toEqual(carried(round(3)).sort());
    expect(author.picks).toEqual(['skt', 'upstage']);
  });

  test('the scenario question holds the author’s three scenarios and is never scored', () => {
    const { options, authorPermille, scored } = question('scenario');
    expect(scored).toBe(false);
    expect(options.map((option) => option.slug)).toEqual(scenarios.map((each) => each.slug));
    expect(authorPermille).toEqual(scenarios.map((each) => each.permille));
  });
});

test('the author’s views cover the five companies of round 1 and say whose view they are', () => {
  expect(author.views.map((view) => view.company).sort()).toEqual(
    round(1)
      .entrants.map((entrant) => entrant.company)
      .sort(),
  );
  for (const { view } of author.views) {
    expect(view.ko).toContain('저자');
    expect(view.en).toContain('author');
  }
});
