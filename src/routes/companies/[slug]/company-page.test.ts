// What the page of a company says where there is something to say, and where there is not.
import { render } from 'svelte/server';
import { afterEach, expect, test } from 'vitest';
import { baseLocale, overwriteGetLocale } from '#lib/i18n/paraglide/runtime.js';
import type { CompanyPageView } from '#lib/view/contest.ts';
import { question } from '../../dev/gallery/specimens.ts';
import type { PageProps } from './$types';
import Page from './+page.svelte';

afterEach(() => overwriteGetLocale(() => baseLocale));

const text = (words: string) => ({ ko: words, en: words });
const company: CompanyPageView = {
  slug: 'skt',
  name: text('SKT'),
  shortName: text('SKT'),
  strategy: null,
  site: null,
  siteNote: null,
  consortium: [],
  consortiumNote: null,
  rounds: [
    {
      number: 1,
      title: text('1'),
      result: { on: '2026-01-15', time: null },
      entrant: {
        company: 'skt',
        entry: 'selected',
        enteredOn: null,
        model: null,
        modelParams: null,
        outcome: 'advanced',
        reason: null,
        shortReason: null,
      },
      best: [],
    },
  ],
  sources: [],
  lastVerifiedOn: '2026-11-24',
  isVerifiedLongAgo: false,
};

/** What is there to read, without marks. */
function read(shown: CompanyPageView, cameTrue: boolean | null = null): string {
  const questions = [{ question: question(3, 2), permille: 500, cameTrue }];
  const data = { company: shown, questions, line: null, authorView: null };
  const props = { data } as unknown as PageProps;
  return render(Page, { props })
    .body.replace(/<!--.*?-->/gs, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');
}

test('a result stands behind a colon, not beside another noun', () => {
  expect(read(company, true)).toContain('결과: 예');
  expect(read(company, false)).toContain('결과: 아니요');
  expect(read(company)).toMatch(/· 결과: 2026년 1월 15일/);
  overwriteGetLocale(() => 'en');
  expect(read(company, true)).toContain('Result: Yes');
});

test('where nothing is established it says so, and nowhere else', () => {
  const UNKNOWN = '자료에서 확인하지 못했어요.';
  expect(read(company)).toContain(`전략 ${UNKNOWN} 함께한 곳`);
  expect(read(company)).toMatch(new RegExp(`함께한 곳 ${UNKNOWN} $`));
  const known = { ...company, strategy: text('데이터를 다듬어요.'), consortium: ['크래프톤'] };
  expect(read(known)).toContain('전략 데이터를 다듬어요. 함께한 곳 크래프톤');
  expect(read(known)).not.toContain(UNKNOWN);
});
