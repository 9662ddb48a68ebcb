// Texts of a company's page, with and without facts.
import { afterEach, expect, test, vi } from 'vitest';
import { baseLocale, overwriteGetLocale } from '#lib/i18n/paraglide/runtime.js';
import { draw, textOf } from '#lib/components/base/drawn.fixture.ts';
import { entrantView } from '#lib/types/contest.fixture.ts';
import type { CompanyPageView } from '#lib/types/contest.ts';
import { question } from '#lib/components/questions/question.fixture.ts';
import type { PageProps } from './$types';
import Page from './+page.svelte';
import { shareCompany } from './share.ts';

vi.mock('$app/navigation', () => ({ invalidateAll: () => Promise.resolve() }));

afterEach(() => overwriteGetLocale(() => baseLocale));

const text = (words: string) => ({ ko: words, en: words });
const SOURCE = { url: 'https://www.msit.go.kr/', label: text('MSIT'), publishedOn: null, official: true };
const company: CompanyPageView = {
  slug: 'skt',
  name: text('SKT'),
  shortName: text('SKT'),
  strategy: null,
  site: 'https://a.example',
  siteNote: null,
  consortium: [],
  consortiumNote: null,
  rounds: [
    {
      number: 1,
      title: text('1'),
      result: { on: '2026-01-15', time: null },
      entrant: entrantView('skt', { entry: 'selected' }),
      best: [],
    },
  ],
  sources: [SOURCE],
  lastVerifiedOn: '2026-11-24',
  isVerifiedLongAgo: false,
};

function propsOf(shown: CompanyPageView, cameTrue: boolean | null = null): PageProps {
  const questions = [{ question: question(3, 2), permille: 500, cameTrue }];
  const share = shareCompany(shown, true);
  const data = { share, company: shown, questions, line: null, authorView: null };
  return { data } as unknown as PageProps;
}

const html = (shown: CompanyPageView, cameTrue: boolean | null = null) =>
  draw(Page, propsOf(shown, cameTrue));
const read = (shown: CompanyPageView, cameTrue?: boolean) => textOf(html(shown, cameTrue));

test('a result stands behind a colon, not beside another noun', () => {
  expect(read(company, true)).toContain('결과: 남음');
  expect(read(company, false)).toContain('결과: 탈락');
  expect(read(company)).toMatch(/· 결과: 2026년 1월 15일/);
  overwriteGetLocale(() => 'en');
  expect(read(company, true)).toContain('Result: In');
});

test('unknown facts are named as unknown, and no others', () => {
  const UNKNOWN = '자료에서 확인하지 못했어요.';
  expect(read(company)).toContain(`전략 ${UNKNOWN} 함께한 곳`);
  expect(read(company)).toMatch(new RegExp(`함께한 곳 ${UNKNOWN} 공식 사이트 출처`));
  const known = { ...company, strategy: text('데이터를 다듬어요.'), consortium: ['크래프톤'] };
  expect(read(known)).toContain('전략 데이터를 다듬어요. 함께한 곳 크래프톤');
  expect(read(known)).not.toContain(UNKNOWN);
});

test('for a company added by an admin it says what is not known yet', () => {
  const added: CompanyPageView = { ...company, site: null, rounds: [], sources: [] };
  expect(read(added)).toMatch(
    /평가 결과 아직 참가한 평가가 없어요\. .*전략 아직 정리한 자료가 없어요\. 함께한 곳 아직 정리한 자료가 없어요\. 공식 사이트는 아직 적어 두지 않았어요\.$/,
  );
  expect(shareCompany(added, false).description).toBe('SKT에 대해 아직 모은 자료가 없어요.');
  expect(shareCompany(added, true).description).toBe('SKT의 모두의 예측을 모았어요.');
  expect(shareCompany({ ...added, consortium: ['크래프톤'] }, true).description).toBe(
    'SKT의 함께한 곳과 모두의 예측을 모았어요.',
  );
  expect(shareCompany(company, true).description).toBe('SKT의 평가 결과와 모두의 예측을 모았어요.');
});

test('a note explains a missing address', () => {
  const said = read({ ...company, site: null, siteNote: text('자료에 주소가 없어요.') });
  expect(said).toContain('자료에 주소가 없어요.');
  expect(said).not.toContain('공식 사이트');
});
