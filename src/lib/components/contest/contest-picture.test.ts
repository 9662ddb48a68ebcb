// The picture and its table show the same facts, for each of the fixture contests.
import { render } from 'svelte/server';
import { describe, expect, test } from 'vitest';
import type { ContestView } from '#lib/types/contest.ts';
import ContestPicture from './ContestPicture.svelte';
import { crowded, finished, today } from './picture.fixture.ts';

const CONTESTS: { title: string; contest: ContestView }[] = [
  { title: 'today', contest: today },
  { title: 'with everything that could happen', contest: crowded },
  { title: 'that is over', contest: finished },
];

describe.each(CONTESTS)('the contest $title', ({ contest }) => {
  const odds = Object.fromEntries(contest.companies.map(({ slug }) => [slug, 500]));
  const html = render(ContestPicture, { props: { contest, odds } }).body;
  const [picture = '', table = ''] = html.split('<details');
  const entered = new Set(contest.rounds.flatMap((round) => round.entrants.map(({ company }) => company)));

  test('has every company that ever took part, in the picture and in the table', () => {
    for (const { slug, name } of contest.companies.filter((company) => entered.has(company.slug))) {
      expect(picture, slug).toContain(name.ko);
      expect(table, slug).toContain(name.ko);
    }
  });

  test('says why a company is out in both', () => {
    const reasons = contest.rounds.flatMap((round) =>
      round.entrants.flatMap(({ reason }) => reason?.ko ?? []),
    );
    for (const reason of reasons) {
      expect(picture).toContain(reason);
      expect(table).toContain(reason);
    }
  });

  test('describes each line with its story', () => {
    const described = [...picture.matchAll(/aria-describedby="([^"]+)"/g)].map(([, id]) => id ?? '');
    expect(described).toHaveLength(2 * entered.size);
    expect(new Set(described).size).toBe(described.length);
    for (const id of described) {
      const story = picture.match(new RegExp(`<p hidden(?:="")? id="${id}"[^>]*>([^<]+)`))?.[1] ?? '';
      const company = contest.companies.find(({ slug }) => id.endsWith(`-${slug}`));
      expect(story).toMatch(new RegExp(`^${company?.name.ko}: .+`));
    }
  });

  test('gives odds only to companies that wait for a result', () => {
    const last = contest.rounds.at(-1)!;
    const waiting = last.entrants.filter(({ outcome }) => outcome === null).length;
    expect([...table.matchAll(/<td class="number[^"]*">50%</g)]).toHaveLength(waiting);
  });

  test('marks up the day of every entry with <time>', () => {
    expect(table).toMatch(/<time datetime="\d{4}-\d\d-\d\d">/);
  });
});

test('before the first round there is no picture', () => {
  const props = { contest: { ...today, rounds: [] }, odds: null };
  expect(render(ContestPicture, { props }).body).not.toContain('<figure');
});
