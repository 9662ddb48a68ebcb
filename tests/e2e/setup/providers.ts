// A site with real servers of other providers: OpenID Connect for Kakao and Google, OAuth 2 for Naver.
import type { Page } from '@playwright/test';
import { startProvider } from '../../setup/provider.ts';
import { accountForm } from './account-forms.ts';
import { useOwnSite } from './own-site.ts';
import { expect, test } from './test.ts';

type Provider = Awaited<ReturnType<typeof startProvider>>;

/** Gives a file such a site; whom a provider knows and what it does wrong are the same again before each test. */
export function useProviders() {
  const started: Partial<Record<'openid' | 'naver', Provider>> = {};
  const own = useOwnSite(async () => {
    const openid = (started.openid = await startProvider('openid'));
    const naver = (started.naver = await startProvider('naver'));
    const keys = (name: string, url: string) => ({
      [`${name}_CLIENT_ID`]: `${name}-id`,
      [`${name}_CLIENT_SECRET`]: `${name}-secret`,
      [`${name}_ISSUER`]: url,
    });
    return { ...keys('KAKAO', openid.url), ...keys('GOOGLE', openid.url), ...keys('NAVER', naver.url) };
  });
  test.afterAll(async () => {
    await started.openid?.stop();
    await started.naver?.stop();
  });
  test.beforeEach(() => {
    started.openid!.fail();
    started.openid!.become();
    started.naver!.become();
  });
  return {
    get site() {
      return own.site;
    },
    get openid() {
      return started.openid!;
    },
  };
}

export const KAKAO = '카카오 로그인';
export const link = (page: Page, name: string) => page.getByRole('main').getByRole('link', { name });

/** Agrees and joins, with the handle that is proposed. */
export async function consent(page: Page): Promise<void> {
  await expect(accountForm(page).handle).toHaveValue(/.{2,}/);
  await page.getByRole('button', { name: /^동의하고 / }).click();
}
