// Keyboard operation; pages.test.ts sees the focus on every tab stop.
import { newPerson, placedBy } from './setup/people.ts';
import { moveFocus, tabTo } from './setup/focus.ts';
import { forecastForm } from './setup/forecasting.ts';
import { inLanguage } from './setup/pages.ts';
import { expect, test } from './setup/test.ts';

for (const viewport of [
  { width: 1280, height: 720 },
  { width: 360, height: 640 },
]) {
  test.describe(`at ${viewport.width} px`, () => {
    test.use({ viewport });

    test('a visitor can get from the home page to a saved forecast', async ({ page }) => {
      const { password } = newPerson();
      await page.goto('/');
      await tabTo(page, /^a 본문으로 건너뛰기/);
      await page.keyboard.press('Enter');
      // In the order of the crowd's odds.
      for (const limit of [3, 1, 1]) {
        const row = (await tabTo(page, /^input (SK텔레콤|업스테이지|LG AI연구원)/, limit)).at(-1);
        if (!row?.startsWith('input 업스테이지')) await page.keyboard.press('Space');
      }
      await expect(forecastForm(page).getByText('LG AI연구원 80%')).toBeVisible();
      await tabTo(page, /^input 고른 두 곳이 각각 남을 확률/, 1);
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowUp');
      await page.keyboard.press('PageUp');
      await page.keyboard.press('ArrowLeft');
      await expect(forecastForm(page).getByText('LG AI연구원 86%')).toBeVisible();
      await tabTo(page, /^button 예측 남기기/, 1);
      await page.keyboard.press('Enter');

      await expect(page).toHaveURL('/join?next=%2F');
      await tabTo(page, /^input 비밀번호/);
      await page.keyboard.type(password);
      await tabTo(page, /^input 만 14세 이상이에요/, 2);
      await page.keyboard.press('Space');
      await tabTo(page, /^input 이용 약속/, 1);
      await page.keyboard.press('Space');
      await tabTo(page, /^button 가입하고 예측 남기기/);
      await page.keyboard.press('Enter');

      await expect(page.getByText('가입했고, 골라 둔 예측도 남겼어요.')).toBeVisible();
      await expect(page).toHaveURL('/');
      expect(await placedBy(page.request)).toEqual([{ skt: 860, upstage: 280, lg: 860 }]);
    });
  });
}

test('a question with one seat works with arrow keys, and typed numbers are saved with Enter', async ({
  page,
  reader: _,
}) => {
  await page.goto('/questions/count-3');
  await tabTo(page, /^input 한 곳 이하/);
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('radio', { name: /^두 곳/ })).toBeChecked();
  await expect(page.getByRole('slider', { name: /^고른 답의 확률/ })).toBeVisible();
  await tabTo(page, /^input 고른 답의 확률/, 1);
  await tabTo(page, /^button 예측 남기기/, 1);
  await page.keyboard.press('Space');
  await expect(page.getByText('예측을 남겼어요.')).toBeVisible();

  await tabTo(page, /^button 숫자로 직접 적기/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: '한 곳 이하' })).toBeFocused();
  const numbers = { '한 곳 이하': '10', '두 곳': '70', '세 곳': '15', '2027년 6월까지 발표 없음': '5' };
  for (const [name, number] of Object.entries(numbers)) {
    // Between two boxes are a lock and a slider.
    if (name !== '한 곳 이하') await tabTo(page, new RegExp(`^input ${name}$`), 3);
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type(number);
  }
  await page.keyboard.press('Enter');
  await expect(page.getByText('예측을 바꿨어요.')).toBeVisible();
  expect((await placedBy(page.request))[0]).toEqual({
    'one-or-none': 100,
    two: 700,
    three: 150,
    'no-result': 50,
  });
});

test('the error summary of /join takes the focus and links to the fields', async ({ page }) => {
  await page.goto('/join');
  await tabTo(page, /^button 가입하기/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('group', { name: '다시 확인해 주세요' })).toBeFocused();
  await tabTo(page, /^a 비밀번호를 적어 주세요/, 1);
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('비밀번호', { exact: true })).toBeFocused();
});

test('the skip link leads past the navigation, in English too', async ({ page }) => {
  await page.goto(inLanguage('/about', 'en'));
  expect(await moveFocus(page)).toBe('a Skip to content');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
});

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with scripts' : 'without scripts', () => {
    test.use({ javaScriptEnabled });

    test('each line of the contest picture opens and closes its popover', async ({ page }) => {
      await page.goto('/rounds');
      const picture = page.getByRole('group', { name: '기업마다 더 보기' }).filter({ visible: true });
      await expect(picture.getByRole('button')).toHaveCount(6);
      const line = picture.getByRole('button', { name: '네이버클라우드' });
      await expect(line).toHaveAccessibleDescription(/1차 평가 탈락/);
      await line.focus();
      await page.keyboard.press('Enter');
      const story = page.getByRole('dialog', { name: '네이버클라우드' });
      await expect(story).toContainText('2025년 8월 4일 선정');
      await expect(story).toContainText('독자성 기준을 채우지 못했다는 판정');
      await expect(story.getByRole('link')).toHaveAttribute('href', /\/companies\/naver-cloud$/);
      await page.keyboard.press('Escape');
      await expect(story).toBeHidden();
      await expect(line).toBeFocused();
      await picture.getByRole('button', { name: '모티프테크놀로지스' }).click();
      await page.getByRole('button', { name: '닫기' }).click();
      await expect(page.getByRole('dialog')).toHaveCount(0);
    });
  });
}
