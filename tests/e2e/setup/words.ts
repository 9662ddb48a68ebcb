// The words of a page: in the language of its address, and the same without scripts.
import type { Page } from '@playwright/test';
import type { Language } from './pages.ts';
import { expect } from './test.ts';

const HANGUL = /[가-힣]/;
/** A figure in the article's own words. */
const QUOTED = '(530억 원)';
/** The names that people of the tests have, on a board. */
const HANDLES = /(독자|예측가|운영자)[-\w]*/g;
export const DISCLAIMER = {
  ko: '과학기술정보통신부·참가 기업과 관계없어요 · 포인트만 쓰고 돈은 오가지 않아요 · 여론조사가 아니에요',
  en: 'Not affiliated with the Ministry of Science and ICT or any company · points only, no money · not an opinion poll',
};
const FRAME = {
  ko: {
    tabs: ['예측', '평가', '순위표', '저자'],
    signIn: '로그인',
    footer: ['소개', '개인정보 처리방침', 'English'],
  },
  en: {
    tabs: ['Forecast', 'Evaluations', 'Leaderboard', 'Author'],
    signIn: 'Sign in',
    footer: ['About', 'Privacy', '한국어'],
  },
};

/** Header and footer as a visitor has them on every page. */
export async function expectFrame(page: Page, language: Language): Promise<void> {
  const { tabs, signIn, footer } = FRAME[language];
  const [header, end] = [page.getByRole('banner'), page.getByRole('contentinfo')];
  await expect.soft(header.getByRole('navigation').getByRole('link')).toHaveText(tabs);
  await expect.soft(header.getByRole('link', { name: signIn })).toBeVisible();
  await expect.soft(end.getByRole('link')).toHaveText(footer);
  await expect.soft(end).toContainText(DISCLAIMER[language]);
}

/** Title, heading and everything else are in one language, and so is what an English page links to. */
export async function expectLanguage(page: Page, path: string, language: Language): Promise<void> {
  await expect.soft(page.locator('html')).toHaveAttribute('lang', language);
  const heading = page.getByRole('heading', { level: 1 });
  await expect.soft(heading).toHaveCount(1);
  if (language === 'ko') {
    await expect.soft(page).toHaveTitle(HANGUL);
    // A profile is headed by a name, which is the same in every language.
    if (!path.startsWith('/forecasters/')) await expect.soft(heading).toHaveText(HANGUL);
    return;
  }
  const words = (await wordsOf(page)).replace(QUOTED, '').replaceAll(HANDLES, '');
  expect.soft(words).not.toMatch(HANGUL);
  expect.soft(await linksToKorean(page)).toEqual([]);
}

/** What a page says, names for screen readers included, without what is marked as being in another language. */
function wordsOf(page: Page): Promise<string> {
  return page.locator('body').evaluate((body) => {
    const copy = body.cloneNode(true) as HTMLElement;
    for (const part of copy.querySelectorAll('[lang], script')) part.remove();
    const NAMES = ['aria-label', 'placeholder', 'title', 'aria-valuetext'];
    const named = [...copy.querySelectorAll(NAMES.map((name) => `[${name}]`).join())];
    const names = named.flatMap((part) => NAMES.map((name) => part.getAttribute(name)));
    return [document.title, copy.textContent, ...names].join('\n');
  });
}

/** The paths on this site that are not in English, but for the switch of the language. */
async function linksToKorean(page: Page): Promise<string[]> {
  const paths = await page
    .locator('a[href]:not([lang])')
    .evaluateAll((links) =>
      (links as HTMLAnchorElement[])
        .filter(({ origin }) => origin === location.origin)
        .map((a) => a.pathname),
    );
  return paths.filter((to) => !/^\/en(\/|$)|^\/api\/|^\/licenses\.txt$/.test(to));
}

/** The headings, rules and rows of a page, down to its end; odds apart, which others change at any time. */
export async function textsOf(page: Page): Promise<string[]> {
  await page.getByRole('contentinfo').scrollIntoViewIfNeeded();
  const texts = await page
    .getByRole('main')
    .locator('h1, h2, h3, th, dt, dd, summary, li p')
    .allTextContents();
  const still = texts.map((text) =>
    text
      .replace(/\d+명이 예측했어요|아직 예측 없음|[\d.]+%/g, '')
      .replace(/\s+/g, ' ')
      .trim(),
  );
  // The rows of a board move with time, and with whoever forecasts in another test; so do the times of the odds' table.
  return still.filter((text) => !/· 질문 \d+개$|^\d{4}년 .*\(KST\)$/.test(text));
}
