// Cards: made from a page, read by anybody, gone once they are revoked; with and without scripts.
import type { Page } from '@playwright/test';
import { expectNoProblems } from './setup/audit.ts';
import { useOwnSite } from './setup/own-site.ts';
import { postForecast } from './setup/people.ts';
import { publishResult } from './setup/publish.ts';
import { section } from './setup/sections.ts';
import { expect, test } from './setup/test.ts';

const own = useOwnSite();

const FORECAST = { skt: '80', upstage: '75', lg: '45' };

/** Makes a card on the page that is open. @returns its path */
async function makeCard(page: Page, button: string, showsHandle = false): Promise<string> {
  // The receipt of a save has such a form, too, without the choice.
  const sharing = page
    .locator('form', { has: page.getByRole('button', { name: button }) })
    .filter({ has: page.getByLabel('내 닉네임도 보여 주기') });
  if (showsHandle) await sharing.getByLabel('내 닉네임도 보여 주기').check();
  await sharing.getByRole('button', { name: button }).click();
  await expect(page).toHaveURL(/\/cards\/(?:forecast|result)\/[\w-]{22}$/);
  return new URL(page.url()).pathname;
}

for (const scripts of [true, false]) {
  test(`a forecast is shared and revoked ${scripts ? 'with' : 'without'} scripts`, async ({
    page: scripted,
    withoutScripts,
    reader,
    request,
    origin,
    playwright,
  }) => {
    const page = scripts ? scripted : await withoutScripts();
    await postForecast(scripted.request, origin, 'final-3', FORECAST);
    await page.goto('/questions/final-3');
    const path = await makeCard(page, '내 예측 카드 만들기');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('어느 독자의 예측');
    await expect(page.getByText(/^SK텔레콤과 업스테이지가 함께 남을 확률 /).first()).toBeVisible();
    await expect(page.getByRole('row', { name: /^SK텔레콤 80% .+% .+%$/ })).toBeVisible();
    const picture = section(page, '내 카드 공유하기').getByRole('img');
    await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1200);

    // Anybody else sees the card, and neither the handle nor the means to share it on.
    const visitor = await playwright.request.newContext({ baseURL: origin });
    const html = await (await visitor.get(path)).text();
    expect(html).toContain('어느 독자의 예측');
    expect(html).toContain('<meta name="robots" content="noindex"');
    expect(html).toContain('나도 예측하기');
    expect(html).not.toContain('내 카드 공유하기');
    expect(html).not.toContain(reader.handle);
    const bytes = await (await visitor.get(`${path}.png?skt=99`)).body();
    expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([1200, 630]);
    expect(html).toContain(`content="${origin}${path}.png?v=`);

    await page.getByRole('link', { name: '공유한 카드' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('공유한 카드');
    await page.getByRole('button', { name: '그만 공유하기' }).click();
    await expect(page.getByText('공유한 카드가 없어요.')).toBeVisible();
    const answer = async (of: string) => {
      const response = await visitor.get(of, { headers: { accept: 'text/html' } });
      const id = /[\w-]{22}/.exec(of)?.[0] ?? '';
      const text = (await response.text()).replaceAll(/nonce="[^"]+"/g, '').replaceAll(id, '');
      return [response.status(), text] as const;
    };
    await expect.poll(async () => (await answer(path))[0]).toBe(404);
    const unknown = path.replace(/[\w-]{22}$/, 'x'.repeat(22));
    expect(await answer(path)).toEqual(await answer(unknown));
    await expect.poll(async () => (await answer(`${path}.png`))[0]).toBe(404);
    await visitor.dispose();
    expect((await request.get('/cards/other/x')).status()).toBe(404);
  });
}

test('a card with the handle says whose it is, follows changes, and passes axe in both languages', async ({
  page,
  reader,
  origin,
}) => {
  await postForecast(page.request, origin, 'final-3', FORECAST);
  await page.goto('/questions/final-3');
  const path = await makeCard(page, '내 예측 카드 만들기', true);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`${reader.handle}의 예측`);
  await expectNoProblems(page);
  await postForecast(page.request, origin, 'final-3', { ...FORECAST, skt: '70', lg: '55' });
  await page.reload();
  await expect(page.getByText(/^그 뒤로 예측을 바꿨어요/)).toBeVisible();
  await expect(page.getByRole('row', { name: /^SK텔레콤 80%/ })).toBeVisible();
  await page.goto(`/en${path}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`${reader.handle}’s forecast`);
  await expectNoProblems(page);
  await page.goto('/me/cards');
  await expectNoProblems(page);
  const exported = (await (await page.request.get('/me/export.json')).json()) as { cards: object[] };
  expect(exported.cards).toMatchObject([{ kind: 'forecast', question: 'final-3', showsHandle: true }]);
});

test('a picture that cannot be drawn yet is said, and asked for again', async ({
  page,
  reader: _,
  origin,
}) => {
  await postForecast(page.request, origin, 'final-3', FORECAST);
  await page.goto('/questions/final-3');
  await page.route('**/*.png', (route) => route.abort());
  await makeCard(page, '내 예측 카드 만들기');
  await expect(page.getByText('아직 못 그렸어요')).toBeVisible();
  await page.unroute('**/*.png');
  await page.getByRole('button', { name: '그림 다시 불러오기' }).click();
  await expect(page.getByText('메신저에 주소를 붙이면 이 그림이 보여요.')).toBeVisible();
});

test('a result is shared, and its card follows a correction and an annulment', async ({
  page,
  reader: _,
  origin,
}) => {
  await postForecast(page.request, origin, 'final-3', { skt: '95', upstage: '95', lg: '10' });
  await publishResult(own.site, 'final-3', ['skt', 'upstage']);
  await page.goto('/results/final-3');
  await makeCard(page, '내 결과 카드 만들기');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('어느 독자의 결과');
  await expect(page.getByText('SK텔레콤과 업스테이지가 남았어요.')).toBeVisible();
  await expectNoProblems(page);
  await publishResult(own.site, 'final-3', ['skt', 'lg']);
  await page.reload();
  await expect(page.getByText('고친 결과: SK텔레콤과 LG AI연구원이 남았어요.')).toBeVisible();
  await publishResult(own.site, 'final-3', null);
  await page.reload();
  await expect(page.getByText('무효로 처리돼서 점수가 없어요')).toBeVisible();
});
