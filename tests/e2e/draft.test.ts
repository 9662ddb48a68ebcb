// A visitor's draft is placed by joining or signing in, or the site says why not.
import { randomUUID } from 'node:crypto';
import type { BrowserContext, Page } from '@playwright/test';
import { joinOnPage, signInOnPage } from './setup/account-forms.ts';
import { whileClosed } from './setup/close.ts';
import { numberField, openNumbers, forecastForm, pressable, typeNumbers, undo } from './setup/forecasting.ts';
import { useOwnSite } from './setup/own-site.ts';
import { join, newPerson, type Person, placedBy, postForecast, postForm, signIn } from './setup/people.ts';
import { section } from './setup/sections.ts';
import { expect, test } from './setup/test.ts';

const own = useOwnSite();

/** A visitor's numbers on the last two seats, up to where he is asked to join. */
async function forecastAsVisitor(page: Page, skt = '70', upstage = '90', lg = '40'): Promise<void> {
  await page.goto('/questions/final-3');
  const numbers = await openNumbers(page);
  await typeNumbers(numbers, { SK텔레콤: skt, 업스테이지: upstage, 'LG AI연구원': lg });
  await pressable(numbers, '예측 남기기').click();
  await expect(page).toHaveURL('/join?next=%2Fquestions%2Ffinal-3');
}

/** Somebody who has forecast 50, 60 and 90 %, and is not signed in here. */
async function someoneWhoForecast(context: BrowserContext): Promise<Person> {
  const person = newPerson();
  await join(context.request, own.site.url, person);
  await postForecast(context.request, own.site.url, 'final-3', { skt: '50', upstage: '60', lg: '90' });
  await context.clearCookies();
  return person;
}

const placed = (page: Page) => placedBy(page.request);

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with scripts, a draft' : 'without scripts, a draft', () => {
    test.use({ javaScriptEnabled });

    test('survives joining, a validation error and visits to other pages', async ({ page }) => {
      const person = newPerson();
      await forecastAsVisitor(page);
      await expect(page.getByRole('main')).toContainText('업스테이지 90%');
      await joinOnPage(page, { ...person, handle: 'two words' });
      await expect(page.getByText('2자에서 20자까지').first()).toBeVisible();
      await expect(page.getByRole('main')).toContainText('업스테이지 90%');
      await page.goto('/privacy');
      await page.goto('/join');
      await expect(page.getByRole('main')).toContainText('가입하면 이 예측도 함께 남겨 드려요.');
      await joinOnPage(page, person);
      await expect(page.getByText('가입했고, 골라 둔 예측도 남겼어요.')).toBeVisible();
      expect(await placed(page)).toEqual([{ skt: 700, upstage: 900, lg: 400 }]);
    });

    test('survives signing in, and becomes the current forecast', async ({ page, context }) => {
      const person = await someoneWhoForecast(context);

      await forecastAsVisitor(page);
      await page.getByRole('main').getByRole('link', { name: '로그인' }).click();
      await expect(page.getByRole('main')).toContainText('로그인하면 이 예측도 함께 남겨 드려요.');
      await expect(page.getByRole('main')).toContainText('SK텔레콤 70%');
      await signInOnPage(page, person);
      await expect(page.getByText('로그인했고, 골라 둔 예측도 남겼어요.')).toBeVisible();
      await expect(page).toHaveURL('/questions/final-3');
      expect(await placed(page)).toEqual([
        { skt: 700, upstage: 900, lg: 400 },
        { skt: 500, upstage: 600, lg: 900 },
      ]);
    });

    test('on a question that closed in the meantime is not placed, and joining says why', async ({
      page,
    }) => {
      await forecastAsVisitor(page);
      await whileClosed(own.site, 'final-3', async () => {
        await joinOnPage(page, newPerson());
        await expect(page).toHaveURL('/questions/final-3');
        await expect(
          page.getByText('그사이 질문이 마감되어서 골라 둔 예측은 남기지 못했어요.'),
        ).toBeVisible();
        await expect(page.getByText('마감했어요. 결과를 기다리고 있어요.')).toBeVisible();
        await expect(forecastForm(page)).toHaveCount(0);
        expect(await placed(page)).toEqual([]);
        await page.goto('/');
        await expect(page.getByText('남기지 못했어요')).toBeHidden();
      });
    });

    test('on a question that closed in the meantime is not placed, and signing in says why', async ({
      page,
      context,
    }) => {
      const person = newPerson();
      await join(page.request, own.site.url, person);
      await context.clearCookies();
      await forecastAsVisitor(page);
      await whileClosed(own.site, 'final-3', async () => {
        await page.getByRole('main').getByRole('link', { name: '로그인' }).click();
        await expect(page.getByRole('heading', { level: 1, name: '로그인' })).toBeVisible();
        await signInOnPage(page, person);
        await expect(page).toHaveURL('/questions/final-3');
        await expect(
          page.getByText('그사이 질문이 마감되어서 골라 둔 예측은 남기지 못했어요.'),
        ).toBeVisible();
        expect(await placed(page)).toEqual([]);
      });
    });

    test('is rejected on a page loaded before the question closed, with the numbers kept', async ({
      page,
    }) => {
      await page.goto('/questions/final-3');
      const numbers = await openNumbers(page);
      await typeNumbers(numbers, { SK텔레콤: '70', 업스테이지: '90', 'LG AI연구원': '40' });
      await whileClosed(own.site, 'final-3', async () => {
        await pressable(numbers, '예측 남기기').click();
        await expect(page.getByText('그사이 질문이 마감되어서 남기지 못했어요.')).toBeVisible();
        if (javaScriptEnabled) {
          await expect(numberField(numbers, '업스테이지')).toHaveValue('90');
        }
      });
    });
  });
}

test('a later draft replaces an earlier one', async ({ page }) => {
  await forecastAsVisitor(page);
  await forecastAsVisitor(page, '95', '65.5', '39.5');
  await expect(page.getByRole('main')).toContainText('SK텔레콤 95%');
  await joinOnPage(page, newPerson());
  await expect(page.getByText('골라 둔 예측도 남겼어요.')).toBeVisible();
  expect(await placed(page)).toEqual([{ skt: 950, upstage: 655, lg: 395 }]);
});

test('a forecast placed by joining can be undone', async ({ page }) => {
  await forecastAsVisitor(page);
  await joinOnPage(page, newPerson());
  await undo(page).click();
  await expect(page.getByText('되돌렸어요')).toBeVisible();
  expect(await placed(page)).toEqual([null, { skt: 700, upstage: 900, lg: 400 }]);
  await page.goto('/');
  await expect(undo(page)).toHaveCount(0);
});

test('a forecast changed by signing in can be undone: the earlier one is placed again', async ({
  page,
  context,
}) => {
  const person = await someoneWhoForecast(context);
  await forecastAsVisitor(page);
  await page.getByRole('main').getByRole('link', { name: '로그인' }).click();
  await expect(page.getByRole('heading', { level: 1, name: '로그인' })).toBeVisible();
  await signInOnPage(page, person);
  await expect(undo(page)).toBeVisible();
  // Also from the page to which the reader has moved on, where he stays.
  await page.getByRole('navigation', { name: '주 메뉴' }).getByRole('link', { name: '평가' }).click();
  await expect(page).toHaveURL('/rounds');
  await undo(page).click();
  await expect(page.getByText('되돌렸어요')).toBeVisible();
  await expect(page).toHaveURL('/rounds');
  const again = { skt: 500, upstage: 600, lg: 900 };
  expect(await placed(page)).toEqual([again, { skt: 700, upstage: 900, lg: 400 }, again]);
});

test('a draft is placed once', async ({ page, context }) => {
  const person = newPerson();
  await forecastAsVisitor(page);
  await joinOnPage(page, person);
  await expect(page.getByText('골라 둔 예측도 남겼어요.')).toBeVisible();
  expect((await context.cookies()).map(({ name }) => name)).toEqual(['session', 'device']);
  await page.goto('/me');
  await page.getByRole('button', { name: '로그아웃', exact: true }).click();
  await page.goto('/sign-in');
  await signInOnPage(page, person);
  await expect(page.getByText('로그인했어요.')).toBeVisible();
  expect(await placed(page)).toHaveLength(1);
});

test('a draft holds only numbers, and one that was tampered with is ignored', async ({ page, context }) => {
  await forecastAsVisitor(page);
  const [draft] = await context.cookies();
  const [body = '', signature = ''] = draft?.value.split('.') ?? [];
  const content = JSON.parse(Buffer.from(body, 'base64url').toString());
  expect(Object.keys(content).toSorted()).toEqual(['permille', 'question', 'requestId', 'until']);
  const forged = Buffer.from(JSON.stringify({ ...content, permille: [999, 999, 2] })).toString('base64url');
  for (const value of [`${forged}.${signature}`, `${body}.`, body, 'x.y', '%F0%9F', '.'.repeat(20)]) {
    await context.addCookies([{ name: 'draft', value, url: own.site.url }]);
    await page.goto('/join');
    await expect(page.getByRole('heading', { level: 1, name: '가입하기' })).toBeVisible();
    await expect(page.getByRole('main')).not.toContainText('이 예측을 가입하면서');
  }
  await joinOnPage(page, newPerson());
  await expect(page.getByText('가입했어요. 이제 예측을 남길 수 있어요.')).toBeVisible();
  expect(await placed(page)).toEqual([]);
});

test('an accepted request gets the same response after the close, a new one is rejected', async ({
  page,
}) => {
  const { url } = own.site;
  const requestId = randomUUID();
  const numbers = { skt: '70', upstage: '90', lg: '40' };
  await signIn(page.context(), own.site);
  expect((await postForecast(page.request, url, 'final-3', numbers, requestId)).status()).toBe(303);
  await whileClosed(own.site, 'final-3', async () => {
    expect((await postForecast(page.request, url, 'final-3', numbers, requestId)).status()).toBe(303);
    const late = await postForecast(page.request, url, 'final-3', numbers);
    expect(late.status()).toBe(409);
    expect(await late.text()).toContain('그사이 질문이 마감되어서 남기지 못했어요.');
    const withdrawal = await postForm(page.request, url, '/questions/final-3?/withdraw', {
      requestId: randomUUID(),
    });
    expect(withdrawal.status()).toBe(409);
    expect(await placed(page)).toHaveLength(1);

    await page.goto('/questions');
    const waiting = section(page, /결과를 기다리는 질문/);
    await expect(waiting.getByRole('link', { name: '마지막 두 자리, 누가 앉을까요?' })).toBeVisible();
    expect(await (await page.request.get('/api/v1/questions/final-3')).json()).toMatchObject({
      phase: 'closed',
    });
    await page.goto('/');
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  });
});
