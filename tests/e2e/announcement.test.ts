// Announcement day: an admin enters what the ministry announced, on a phone, and one press publishes all that follows.
import { makeAdmin } from './setup/admins.ts';
import {
  ANNOUNCEMENT,
  enterMotif,
  enterNow,
  enterOutcomes,
  publishButton,
  toConsequences,
} from './setup/announcing.ts';
import { useOwnSite } from './setup/own-site.ts';
import { asPage, postForecast } from './setup/people.ts';
import { arrive, Hand, statusOf } from './setup/resolving.ts';
import { onPhones } from './setup/phones.ts';
import { section } from './setup/sections.ts';
import { expect, test } from './setup/test.ts';

/** From the admin's front page to a published result of four companies, one of which does not go on. */
const MOST_ACTIONS = 12;

const OUTCOMES = {
  'LG AI연구원': '탈락',
  SK텔레콤: '진출',
  업스테이지: '진출',
  모티프테크놀로지스: '진출',
} as const;

onPhones(({ javaScriptEnabled, own, look }) => {
  test('an admin publishes an announcement in a dozen actions, and corrects it', async ({
    page,
    browser,
    reader,
  }) => {
    test.setTimeout(240_000);
    const { site } = own;
    await enterMotif(site);
    const member = await arrive(browser, site, javaScriptEnabled);
    await postForecast(member.request, site.url, 'count-3', {
      'one-or-none': '20',
      two: '30',
      three: '40',
      'no-result': '10',
    });
    await makeAdmin(site, reader);

    await test.step('what is wrong is said beside its field, and nothing typed is lost', async () => {
      const hand = new Hand();
      await page.goto('/admin/announcement');
      await look(page);
      await enterOutcomes(page, hand, { SK텔레콤: '진출', 'LG AI연구원': '탈락' }, '실격');
      await enterNow(page, hand, 'http://www.msit.go.kr/');
      await page.getByLabel('다음 평가의 자리 수').fill('99');
      const button = page.getByRole('button', { name: '미리 보기' });
      expect(await statusOf(page, () => button.click())).toBe(400);
      await expect(page.getByRole('alert')).toContainText('고칠 곳이 4군데 있어요.');
      await expect(page.getByLabel('공식 발표 주소')).toHaveValue('http://www.msit.go.kr/');
      await expect(page.getByLabel('공식 발표 주소')).toHaveAccessibleDescription(/^https:\/\/로 시작하는/);
      await expect(page.getByLabel('다음 평가의 자리 수')).toHaveValue('99');
      await expect(page.getByRole('radio', { name: '실격' }).first()).toBeChecked();
      await look(page);
    });

    await test.step('from the front page of the admin to the published result', async () => {
      const hand = new Hand();
      await page.goto('/admin');
      await hand.click(page.getByRole('main').getByRole('link', { name: /^발표 처리/ }));
      await enterOutcomes(page, hand, OUTCOMES);
      await enterNow(page, hand);
      await toConsequences(page, hand);
      // The member and the author.
      await expect(page.getByRole('definition').first()).toHaveText('2명');
      await look(page);
      await hand.click(publishButton(page));
      await expect(page.getByRole('heading', { name: '이 발표 고치기' })).toBeVisible();
      expect(hand.clicks + hand.fields).toBeLessThanOrEqual(MOST_ACTIONS);
    });

    await test.step('everything that follows is published', async () => {
      await page.goto('/results/final-3b');
      await expect(page.getByRole('main')).toContainText('SK텔레콤, 모티프와 업스테이지가 남았어요.');
      await page.goto('/results/count-3');
      await expect(page.getByRole('link', { name: ANNOUNCEMENT })).toBeVisible();
      await page.goto('/rounds');
      const round = section(page, '3차 평가');
      await expect(
        round.getByRole('listitem').filter({ hasText: '종합 평가 점수에서 밀렸어요.' }),
      ).toContainText('LG AI연구원');
      await page.goto('/admin/questions/final-4');
      await expect(page.getByRole('button', { name: '지금 열기' })).toBeVisible();
      await member.page.goto('/me/notices');
      await expect(member.page.getByRole('main')).toContainText('3차 평가 뒤 몇 곳이 남을까요?');
    });

    await test.step('scores that are published later are entered on the same page', async () => {
      await page.goto('/admin/announcement?round=3');
      await page.getByText('공개된 점수 적기').click();
      const expert = page.getByRole('group', { name: /^전문가 평가 \(/ });
      await expert.getByLabel('평균').fill('백 점');
      const save = page.getByRole('button', { name: '점수 저장하기' });
      expect(await statusOf(page, () => save.click())).toBe(400);
      await expect(expert.getByLabel('평균')).toHaveValue('백 점');
      await look(page);
      await expert.getByLabel('평균').fill('28.75');
      await save.click();
      await expect(page.getByText('저장했어요.')).toBeVisible();
      await page.goto('/rounds');
      await expect(section(page, '3차 평가')).toContainText('28.75');
    });

    await test.step('a correction starts from what was published, and needs a reason', async () => {
      const hand = new Hand();
      await page.goto('/admin/announcement?round=3');
      await expect(page.getByLabel('공식 발표 주소')).toHaveValue(ANNOUNCEMENT);
      await enterOutcomes(page, hand, { 'LG AI연구원': '진출', 모티프테크놀로지스: '탈락' }, '자진 철회');
      await toConsequences(page, hand);
      expect(await statusOf(page, () => publishButton(page).click())).toBe(400);
      await expect(page.getByLabel('고치는 이유')).toHaveAccessibleDescription(/이유를 적어 주세요/);
      await page.getByLabel('고치는 이유').fill('발표문을 잘못 옮겼어요');
      await publishButton(page).click();
      await expect(page.getByText('저장했어요.')).toBeVisible();
      await page.goto('/results/final-3b');
      await expect(page.getByText('발표문을 잘못 옮겼어요').first()).toBeVisible();
    });
  });
});

test.describe('two admins at once', () => {
  const own = useOwnSite();

  test('the second is told who was first, and keeps what was entered', async ({ browser }) => {
    test.setTimeout(240_000);
    const { site } = own;
    await enterMotif(site);
    const [one, two] = [await arrive(browser, site), await arrive(browser, site)];
    const hand = new Hand();
    for (const admin of [one, two]) {
      await makeAdmin(site, admin);
      await admin.page.goto('/admin/announcement');
      await enterOutcomes(admin.page, hand, OUTCOMES);
      await enterNow(admin.page, hand);
      await toConsequences(admin.page, hand);
    }
    await test.step('what no browser sends is refused', async () => {
      const ids = { lg: 'out', skt: 'stays', upstage: 'stays', motif: 'stays' };
      const outcomes = Object.entries(ids).map(([company, outcome]) => [`out.${company}`, outcome]);
      const about = { round: '3', 'why.lg': 'score', when: 'now', url: ANNOUNCEMENT, step: 'preview' };
      const form = { ...Object.fromEntries(outcomes), ...about, 'do.result': 'on' } as Record<string, string>;
      for (const expectedVersion of ['abc', '1e9', '9'.repeat(30)]) {
        const answer = await two.request.post(`${site.url}/admin/announcement?/publish`, {
          form: { ...form, expectedVersion },
          headers: asPage(site.url),
          maxRedirects: 0,
        });
        expect(answer.status(), expectedVersion).toBe(400);
      }
      const unknown = await two.request.get(`${site.url}/admin/announcement?publication=%00`);
      expect(unknown.status()).toBe(200);
    });
    await two.page.getByLabel('소식 제목 (한국어)').fill('둘째 관리자의 제목');
    await publishButton(one.page).click();
    await expect(one.page.getByRole('heading', { name: '이 발표 고치기' })).toBeVisible();
    expect(await statusOf(two.page, () => publishButton(two.page).click())).toBe(409);
    await expect(two.page.getByText(`${one.handle} 님이 먼저 첫 번째 확정을 공개했어요`)).toBeVisible();
  });
});
