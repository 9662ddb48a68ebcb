// Provisional results, their confirmation by a second admin, and version conflicts between two admins.
import type { Page } from '@playwright/test';
import { makeAdmin } from './setup/admins.ts';
import { postForecast } from './setup/people.ts';
import { onPhones } from './setup/phones.ts';
import { expect, test } from './setup/test.ts';
import { answer, arrive, fillEvidence, preview, publish } from './setup/resolving.ts';

onPhones(({ javaScriptEnabled, own, look }) => {
  test('a result is provisional and marked until a second admin without a stake confirms it', async ({
    page,
    browser,
    reader,
  }) => {
    test.setTimeout(120_000);
    const { site } = own;
    const member = await arrive(browser, site, javaScriptEnabled);
    await postForecast(page.request, site.url, 'final-3', { skt: '80', upstage: '70', lg: '50' });
    await postForecast(member.request, site.url, 'final-3', { skt: '60', upstage: '60', lg: '80' });
    await makeAdmin(site, reader);
    await page.goto('/admin/questions/final-3/resolve');
    await answer(page, 'SK텔레콤', '예').check();
    await answer(page, '업스테이지', '예').check();
    await answer(page, 'LG AI연구원', '아니요').check();
    await fillEvidence(page);
    await preview(page);
    await expect(page.getByText('24시간 동안 잠정 결과로 공개돼요.')).toBeVisible();
    await expect(page.getByText('LG 50% · SKT 80% · 업스테이지 70%')).toBeVisible();
    await look(page);
    await publish(page);

    await expect(page).toHaveURL('/results/final-3');
    await expect(page.getByText('두 번째 관리자가 확인하지 않아도 확정되는 때:')).toBeVisible();
    await expect(
      page.getByText(/\(KST\)까지 잠정 결과예요\. 두 번째 관리자의 확인을 기다려요\.$/),
    ).toBeVisible();
    // The crowd is the member alone, who gave LG most.
    await expect(page.getByText('LG 50% · SKT 80% · 업스테이지 70%')).toBeVisible();
    await look(page);
    await member.page.goto('/questions/final-3');
    await expect(member.page.getByText('SK텔레콤과 업스테이지가 남았어요.')).toBeVisible();
    await expect(
      member.page.getByText(/까지 잠정 결과예요\. 두 번째 관리자의 확인을 기다려요\.$/),
    ).toBeVisible();
    await member.page.goto('/leaderboard');
    await expect(member.page.getByText('잠정 결과가 들어 있어요.')).toBeVisible();
    await expect(member.page.getByText('나는 1명 가운데 1위예요.')).toBeVisible();
    await member.page.goto('/me');
    await expect(member.page.getByText(/^잠정 결과예요\. .+까지는 바뀔 수 있어요\.$/)).toBeVisible();

    await page.goto('/admin/questions/final-3/resolve');
    await expect(page.getByText(/^이 결과를 공개했거나 .+ 확인할 수 없어요\./)).toBeVisible();
    const second = await arrive(browser, site, javaScriptEnabled);
    await makeAdmin(site, second);
    await second.page.goto('/admin/questions/final-3/resolve');
    await expect(second.page.getByText(`${reader.handle} 님이 공개한 결과예요.`)).toBeVisible();
    await look(second.page);
    await second.page.getByRole('button', { name: '첫 번째 확정이 맞다고 확인하기' }).click();
    await expect(second.page).toHaveURL('/results/final-3');
    await expect(second.page.getByText(/잠정/)).toHaveCount(0);
    await expect(second.page.getByRole('link', { name: second.handle, exact: true })).toBeVisible();
    await look(second.page);
    for (const path of ['/questions/final-3', '/leaderboard', '/me']) {
      await member.page.goto(path);
      await expect(member.page.getByRole('main').getByText(/잠정/)).toHaveCount(0);
    }
    for (const each of [member, second]) await each.page.context().close();
  });

  test('the second of two admins sees the first’s decision, and can publish a correction with the typed values', async ({
    page,
    browser,
    reader,
  }) => {
    test.setTimeout(120_000);
    await makeAdmin(own.site, reader);
    const second = await arrive(browser, own.site, javaScriptEnabled);
    await makeAdmin(own.site, second);
    const fill = async (each: Page) => {
      await each.goto('/admin/questions/final-3/resolve');
      for (const company of ['SK텔레콤', '업스테이지', 'LG AI연구원'])
        await answer(each, company, '예').check();
      await fillEvidence(each, '세 곳 모두 남았어요.');
    };
    for (const each of [second.page, page]) {
      await fill(each);
      await preview(each);
    }
    await publish(page);
    await expect(page).toHaveURL('/results/final-3');
    await publish(second.page);
    await expect(second.page.getByText('저장하지 않았어요.')).toBeVisible();
    await preview(second.page);
    await publish(second.page);
    await expect(second.page).toHaveURL('/results/final-3');
    await expect(second.page.locator('summary').filter({ hasText: '첫 번째 확정' })).toBeVisible();
    await second.page.context().close();
  });
});
