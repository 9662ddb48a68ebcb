// Result day: an admin resolves a question on a phone, publishes a correction and gets a version conflict; forecasters get
// notices with their scores.
import type { Page } from '@playwright/test';
import { makeAdmin } from './setup/admins.ts';
import { unfold } from './setup/audit.ts';
import { reopenQuestion } from './setup/close.ts';
import { COUNTS } from './setup/crowd.ts';
import { postForecast } from './setup/people.ts';
import { onPhones } from './setup/phones.ts';
import { section } from './setup/sections.ts';
import { expect, test } from './setup/test.ts';
import {
  RESOLVE_PAGE,
  answer,
  arrive,
  EVIDENCE,
  fillEvidence,
  Hand,
  koreanNow,
  preview,
  publish,
  resultForm,
  statusOf,
} from './setup/resolving.ts';

const TITLE = '3차 평가 뒤 몇 곳이 남을까요?';

const OTHER_COUNTS = { 'one-or-none': '40', two: '20', three: '20', 'no-result': '20' };

/** So much an admin does from the front page to a published result: two minutes at the pace of a first time. */
const MOST_CLICKS = 10;

const MOST_FIELDS = 3;

const annulment = (page: Page) =>
  page.locator('details').filter({ has: page.getByText('무효 처리', { exact: true }) });

onPhones(({ javaScriptEnabled, own, look }) => {
  test('an admin resolves, corrects and annuls a question, and those who forecast are told', async ({
    page,
    browser,
    reader,
  }) => {
    test.setTimeout(240_000);
    const { site } = own;
    const member = await arrive(browser, site, javaScriptEnabled);
    const rival = await arrive(browser, site, javaScriptEnabled);
    // The months until its close would leave a score of seconds at 0.0.
    await reopenQuestion(site, 'count-3');
    await postForecast(member.request, site.url, 'count-3', COUNTS);
    await postForecast(rival.request, site.url, 'count-3', OTHER_COUNTS);
    await makeAdmin(site, reader);
    const second = await arrive(browser, site, javaScriptEnabled);
    await makeAdmin(site, second);

    await test.step('before it there is a record that says that nothing is decided', async () => {
      await member.page.goto('/results/count-3');
      await expect(member.page.getByText('아직 확정된 결과가 없어요.')).toBeVisible();
      await look(member.page);
      await member.page.goto('/me/notices');
      await expect(member.page.getByText('아직 알림이 없어요.')).toBeVisible();
    });

    await test.step('what is missing is said beside its field, and all that was typed stays', async () => {
      await page.goto(RESOLVE_PAGE);
      await look(page);
      await answer(page, '두 곳', '예').check();
      await page.getByLabel('근거 1 주소').fill('http://example.com/');
      await page.getByLabel('근거 1 게시 시각').fill('2031-01-01T09:00');
      await page.getByLabel('설명').fill('초안');
      const form = resultForm(page);
      const toPreview = form.getByRole('button', { name: '미리 보기' });
      expect(await statusOf(page, () => toPreview.click())).toBe(400);
      await expect(page.getByRole('alert')).toContainText('고칠 곳이 6군데 있어요. 저장하지 않았어요.');
      await expect(form.getByText('예, 아니요 중 하나를 골라 주세요.')).toHaveCount(3);
      await expect(form.getByText('여기를 채워 주세요.')).toHaveCount(1);
      await expect(form.getByLabel('근거 1 주소')).toHaveAccessibleDescription(/^https:\/\/로 시작하는/);
      await expect(form.getByLabel('근거 1 게시 시각')).toHaveAccessibleDescription(/^아직 오지 않은 때/);
      await expect(answer(page, '두 곳', '예')).toBeChecked();
      await expect(form.getByLabel('근거 1 주소')).toHaveValue('http://example.com/');
      await expect(form.getByLabel('근거 1 게시 시각')).toHaveValue('2031-01-01T09:00');
      await expect(form.getByLabel('설명')).toHaveValue('초안');
      await look(page);
    });

    await test.step('from the front page to a published result it is a matter of two minutes', async () => {
      await page.goto('/');
      const hand = new Hand();
      const now = koreanNow();
      await hand.click(page.getByRole('banner').getByRole('link', { name: '운영', exact: true }));
      await hand.click(page.getByRole('main').getByRole('link', { name: /^질문/ }));
      await hand.click(page.getByRole('link', { name: new RegExp(`^결과 확정.*${TITLE.slice(0, -1)}`) }));
      await expect(page).toHaveURL(RESOLVE_PAGE);
      for (const [option, yesOrNo] of [
        ['한 곳 이하', '아니요'],
        ['두 곳', '예'],
        ['세 곳', '아니요'],
        ['2027년 6월까지 발표 없음', '아니요'],
      ] as const)
        await hand.click(answer(page, option, yesOrNo));
      await hand.type(page.getByLabel('결과 공개 시각'), now);
      await hand.type(page.getByLabel('근거 1 주소'), EVIDENCE);
      await hand.type(page.getByLabel('근거 1 게시 시각'), now);
      await hand.click(page.getByRole('button', { name: '미리 보기' }));

      const changes = section(page, '공개하면 이렇게 바뀌어요');
      await expect(changes).toContainText('두 곳');
      await expect(changes.getByRole('definition').nth(1)).toHaveText('2명');
      await expect(changes.getByRole('definition').nth(2)).toHaveText('0건');
      await expect(changes.getByRole('definition').nth(4)).toHaveText('없어요');
      await expect(changes.getByRole('link', { name: member.handle })).toBeVisible();
      await expect(changes).toContainText('두 번째 관리자가 확인할 때까지, 길어도 24시간');
      await look(page);
      expect((await page.request.get('/results/count-3')).status()).toBe(200);
      await member.page.goto('/results/count-3');
      await expect(member.page.getByText('아직 확정된 결과가 없어요.')).toBeVisible();

      await hand.click(changes.getByRole('button', { name: '이대로 공개하기' }));
      await expect(page).toHaveURL('/results/count-3');
      expect(hand.clicks).toBeLessThanOrEqual(MOST_CLICKS);
      expect(hand.fields).toBeLessThanOrEqual(MOST_FIELDS);
    });

    await test.step('the record shows the evidence, who decided and what he has disclosed', async () => {
      await expect(page.getByRole('status').filter({ hasText: '결과를 공개했어요.' })).toBeVisible();
      const main = page.getByRole('main');
      await expect(main.getByText('결과: 두 곳')).toBeVisible();
      await expect(main.getByRole('link', { name: EVIDENCE })).toHaveAttribute('href', EVIDENCE);
      await expect(main.getByRole('link', { name: reader.handle })).toBeVisible();
      await expect(main.getByText('이 질문에 예측하지 않았어요.')).toBeVisible();
      await expect(main.getByText('아직 밝히지 않았어요.')).toBeVisible();
      await expect(main.getByRole('listitem').filter({ hasText: member.handle })).toContainText('순위 없음');
      await expect(main.getByRole('listitem').filter({ hasText: member.handle })).toContainText('1위');
      await look(page);
    });

    await test.step('the log of the admin pages has it', async () => {
      await page.goto('/admin/log');
      const main = page.getByRole('main');
      await expect(main.getByRole('heading', { name: /^resolution \d+\/1 더함$/ })).toBeVisible();
      await expect(main.locator('dt').filter({ hasText: 'evidenceTimes' })).toHaveCount(1);
      await expect(main).not.toContainText(/\d{4}-\d{2}-\d{2}T/);
    });

    await test.step('the question shows the result and leads to its record', async () => {
      await member.page.goto('/questions/count-3');
      await expect(member.page.getByText('결과: 두 곳')).toBeVisible();
      await expect(member.page.getByRole('button', { name: '예측 바꾸기' })).toHaveCount(0);
      await member.page.getByRole('link', { name: '근거와 기록 보기' }).click();
      await expect(member.page).toHaveURL('/results/count-3');
    });

    await test.step('a member is told once, with the score and the rank, and finds both', async () => {
      const his = member.page;
      await his.goto('/');
      await his.getByRole('banner').getByRole('link', { name: '새 알림 1개' }).click();
      await expect(his).toHaveURL('/me/notices');
      const told = his.getByRole('listitem').filter({ hasText: `결과가 나왔어요: ${TITLE}` });
      await expect(told).toContainText(/내 점수는 [+−]?\d+\.\d점, 1위예요\./);
      await look(his);
      await his.getByRole('button', { name: '모두 읽었어요' }).click();
      await expect(his.getByRole('banner').getByRole('link', { name: '알림', exact: true })).toBeVisible();
      await expect(his.getByRole('button', { name: '모두 읽었어요' })).toHaveCount(0);
      await expect(told).toBeVisible();

      await his.goto('/me');
      const record = section(his, TITLE);
      await expect(record.first()).toContainText('2명 가운데 1위');
      await record.first().locator('summary').filter({ hasText: '점수 한 줄씩 보기' }).click();
      await expect(record.first().getByRole('listitem').filter({ hasText: '2곳 70%' })).toBeVisible();
      await his.goto('/leaderboard');
      await expect(his.getByText('나는 2명 가운데 1위예요.')).toBeVisible();
      await rival.page.goto('/me/notices');
      await expect(rival.page.getByRole('listitem')).toContainText('2위예요.');
    });

    await test.step('a correction needs a reason, and keeps what was typed without one', async () => {
      await page.goto(RESOLVE_PAGE);
      await expect(page.getByText('지금은 첫 번째 확정이 공개돼 있어요.')).toBeVisible();
      await expect(answer(page, '두 곳', '예')).toBeChecked();
      await answer(page, '두 곳', '아니요').check();
      await answer(page, '세 곳', '예').check();
      const form = resultForm(page);
      const now = await fillEvidence(page);
      await form.locator('summary').filter({ hasText: '근거 더하기' }).click();
      await form.getByLabel('근거 2 주소').fill(`${EVIDENCE}#2`);
      await form.getByLabel('근거 2 게시 시각').fill(now);
      const toPreview = form.getByRole('button', { name: '미리 보기' });
      expect(await statusOf(page, () => toPreview.click())).toBe(400);
      await expect(form.getByLabel('이유')).toHaveAccessibleDescription(
        /이유를 적어 주세요\. 기록에 남아요\.$/,
      );
      await expect(form.getByLabel('이유')).toBeVisible();
      await expect(answer(page, '세 곳', '예')).toBeChecked();
      await expect(answer(page, '두 곳', '아니요')).toBeChecked();
      await expect(form.getByLabel('결과 공개 시각')).toHaveValue(now);
      await expect(form.getByLabel('근거 2 주소')).toHaveValue(`${EVIDENCE}#2`);
      await form.getByLabel('이유').fill('정정 발표가 나왔어요.');
      await preview(page);
      await publish(page);
      await expect(page).toHaveURL('/results/count-3');

      await expect(page.getByText('결과: 세 곳')).toBeVisible();
      await expect(page.getByText(/\(KST\)에 고친 결과예요\.$/)).toBeVisible();
      await expect(page.getByText('정정 발표가 나왔어요.')).toBeVisible();
      await expect(page.getByRole('link', { name: `${EVIDENCE}#2` })).toBeVisible();
      const old = page.locator('details').filter({ hasText: '첫 번째 확정' });
      await old.locator('summary').click();
      await expect(old.getByRole('listitem').filter({ hasText: '두 곳' })).toContainText('예');
      await expect(old.getByRole('link', { name: EVIDENCE, exact: true })).toBeVisible();
      await look(page);

      await member.page.goto('/me/notices');
      await expect(member.page.getByRole('listitem').first()).toContainText(
        `결과를 고쳤어요: ${TITLE} (이유: 정정 발표가 나왔어요.)`,
      );
      await expect(member.page.getByRole('listitem').first()).toContainText('2위예요.');
      await expect(member.page.getByRole('listitem')).toHaveCount(2);
    });

    await test.step('of two admins at once the second is told who was first, and loses nothing', async () => {
      const late = second.page;
      for (const [each, reason] of [
        [late, '두 번째로 눌렀어요.'],
        [page, '먼저 눌렀어요.'],
      ] as const) {
        await each.goto(RESOLVE_PAGE);
        await fillEvidence(each, reason);
        await preview(each);
      }
      await publish(page);
      await expect(page).toHaveURL('/results/count-3');
      expect(await statusOf(late, () => publish(late))).toBe(409);
      await expect(
        late.getByText(`${reader.handle} 님이 먼저 세 번째 확정을 공개했어요. 저장하지 않았어요.`),
      ).toBeVisible();
      await expect(resultForm(late).getByLabel('이유')).toHaveValue('두 번째로 눌렀어요.');
      await expect(resultForm(late).getByLabel('근거 1 주소')).toHaveValue(EVIDENCE);
      await expect(answer(late, '세 곳', '예')).toBeChecked();
      await look(late);
      const versions = page.locator('details').filter({ hasText: /번째 확정/ });
      await page.reload();
      await expect(versions).toHaveCount(2);
      await expect(page.getByText('두 번째로 눌렀어요.')).toHaveCount(0);
    });

    await test.step('an annulment needs a reason, takes the scores back and is told', async () => {
      await page.goto(RESOLVE_PAGE);
      const form = resultForm(page);
      const previewAnnulment = async () => {
        const fold = annulment(page);
        const button = fold.getByRole('button', { name: '무효 처리 미리 보기' });
        if (!(await button.isVisible())) await fold.locator('summary').click();
        await button.click();
      };
      expect(await statusOf(page, previewAnnulment)).toBe(400);
      await expect(form.getByLabel('이유')).toHaveAccessibleDescription(
        /이유를 적어 주세요\. 기록에 남아요\.$/,
      );
      await form.getByLabel('이유').fill('평가가 열리지 않았어요.');
      await previewAnnulment();
      await expect(page.getByRole('definition').first()).toHaveText('무효');
      await page.getByRole('button', { name: '무효로 공개하기' }).click();
      await expect(page).toHaveURL('/results/count-3');
      await expect(page.getByRole('status').filter({ hasText: '질문을 무효로 했어요.' })).toBeVisible();
      await expect(page.getByText('평가가 열리지 않았어요.').first()).toBeVisible();
      await unfold(page);
      await look(page);
      await member.page.goto('/me/notices');
      await expect(member.page.getByRole('listitem').first()).toContainText(
        `질문이 무효가 됐어요: ${TITLE} (이유: 평가가 열리지 않았어요.)`,
      );
      await member.page.goto('/me');
      await expect(member.page.getByText('무효가 된 질문이라 점수가 없어요.')).toBeVisible();
      await member.page.goto('/leaderboard');
      await expect(member.page.getByText('아직 확정된 결과가 없어요.')).toBeVisible();
      await member.page.goto('/questions/count-3');
      await expect(member.page.getByText('이 질문은 무효가 됐어요.')).toBeVisible();
      await expect(member.page.getByText(/\(KST\)에 무효로 정했어요\.$/)).toBeVisible();
    });
    for (const { page: each } of [member, rival, second]) await each.context().close();
  });
});
