import { expect, test } from 'vitest';
import { questions } from '#lib/contest/questions.ts';
import type { QuestionFacts } from './announcement.ts';
import { outcomeBy } from './propose.ts';

const AT = new Date('2027-02-10T15:00:00+09:00');

function question(
  announcementRule: QuestionFacts['announcementRule'],
  options: [slug: string, label: string, company?: string][],
  closesAt: Date | null = null,
): QuestionFacts {
  const words = { slug: 'q', title: { ko: 'q', en: 'q' }, kind: 'side' as const };
  const times = { opensAt: new Date(0), closesAt, endsBy: null };
  return {
    ...{ id: 1, round: 3, seats: 1, version: null, outcome: null, knownAt: null, announcementRule },
    ...words,
    ...times,
    options: options.map(([slug, ko, company = null]) => ({ slug, company, label: { ko, en: ko } })),
  };
}

/** The option that came true. */
function answer(asked: QuestionFacts, survivors: string[], knownAt = AT): string | null | undefined {
  const outcome = outcomeBy(asked, { survivors, knownAt });
  return outcome && asked.options[outcome.indexOf(true)]?.slug;
}

const COUNT: [string, string][] = [
  ['few', '0~1곳'],
  ['two', '2곳'],
  ['many', '3곳 이상'],
  ['none', '발표 없음'],
];

test.each([
  [[], 'few'],
  [['a'], 'few'],
  [['a', 'b'], 'two'],
  [['a', 'b', 'c', 'd'], 'many'],
])('of %j that remain the label says %s', (survivors, slug) => {
  expect(answer(question('count', COUNT), survivors)).toBe(slug);
});

test.each([
  [['skt'], 'one-or-none'],
  [['skt', 'lg'], 'two'],
  [['skt', 'lg', 'upstage'], 'three'],
])('of the shipped question on how many remain, %j make %s true', (survivors, slug) => {
  const shipped = questions.find((each) => each.announcementRule === 'count')!;
  const options = shipped.options.map(({ slug, shortLabel }): [string, string] => [slug, shortLabel.ko]);
  expect(answer(question('count', options), survivors)).toBe(slug);
  expect(answer(question('count', options, AT), survivors)).toBe('no-result');
});

test('after the close the option without a number came true, and a number that no label has is for the admin', () => {
  expect(answer(question('count', COUNT, AT), ['a', 'b'])).toBe('none');
  expect(answer(question('count', COUNT.slice(0, 2)), ['a', 'b', 'c'])).toBeNull();
});

test('a day is kept where the announcement comes before the close', () => {
  const options: [string, string][] = [
    ['yes', '예'],
    ['no', '아니요'],
  ];
  expect(answer(question('day', options, new Date(AT.getTime() + 1)), ['a'])).toBe('yes');
  expect(answer(question('day', options, AT), ['a'])).toBe('no');
  expect(answer(question('day', options.toReversed(), AT), ['a'])).toBe('no');
});

test('a month is that of the announcement in Korea, or later than all', () => {
  const months: [string, string][] = [
    ['2027-02', '2월'],
    ['2027-03', '3월'],
    ['later', '그 뒤'],
  ];
  const asked = question('month', months);
  expect(answer(asked, ['a'])).toBe('2027-02');
  expect(answer(asked, ['a'], new Date('2027-02-28T15:00:00Z'))).toBe('2027-03');
  expect(answer(asked, ['a'], new Date('2027-05-01T00:00:00Z'))).toBe('later');
  expect(answer(asked, ['a'], new Date('2027-01-01T00:00:00Z'))).toBeNull();
});

test('companies came true that go on; without a rule nothing follows', () => {
  const companies: [string, string, string][] = [
    ['a', 'A', 'a'],
    ['b', 'B', 'b'],
  ];
  const about = { survivors: ['b', 'stranger'], knownAt: AT };
  expect(outcomeBy(question('survivors', companies), about)).toEqual([false, true]);
  expect(outcomeBy(question(null, companies), about)).toBeNull();
});
