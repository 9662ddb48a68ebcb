// Accounts that somebody made in bulk: found, excluded by one decision, restored; and joining is paused.
import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { useAdmin } from './setup/admins.ts';
import { expectNoProblems } from './setup/audit.ts';
import { withDatabase } from './setup/database.ts';
import { useOwnSite } from './setup/own-site.ts';
import { joinForm, newPerson, postForm, signIn } from './setup/people.ts';
import { PHONE, statusOf } from './setup/resolving.ts';
import { section } from './setup/sections.ts';
import { expect, test } from './setup/test.ts';

const own = useOwnSite();
const admin = useAdmin(own);

/** Three accounts that joined from one address. @returns its hash */
function insertMany(): Promise<string> {
  const key = randomBytes(32).toString('hex');
  return withDatabase(own.site, async (db) => {
    await sql`
      with made as (
        insert into account (handle, email)
        select 'm-' || ${key.slice(0, 8)} || '-' || i, 'm' || i || '@bulk.example' from generate_series(1, 3) i returning id
      )
      insert into account_join (account_id, address_key) select id, ${key} from made
    `.execute(db);
    return key;
  });
}

test.beforeEach(async ({ context }) => {
  await signIn(context, own.site, admin);
});

for (const javaScriptEnabled of [true, false]) {
  test.describe(`on a phone ${javaScriptEnabled ? 'with' : 'without'} scripts`, () => {
    test.use({ ...PHONE, javaScriptEnabled });

    test('accounts of one address are excluded by one decision, and restored', async ({ page }) => {
      const key = await insertMany();
      await page.goto('/admin');
      await page.getByRole('link', { name: /^가입 살펴보기/ }).click();
      await expect(page).toHaveURL('/admin/joins');
      if (javaScriptEnabled) await expectNoProblems(page);
      const addresses = section(page, '주소 (하루마다 바뀌는 해시)');
      await expect(addresses.getByRole('listitem').filter({ hasText: key.slice(0, 8) })).toContainText(
        '계정 3개',
      );
      await addresses.getByRole('link', { name: key.slice(0, 8) }).click();

      const press = () => page.getByRole('button', { name: '고른 계정 제외하기' }).click();
      await expect(page.getByRole('checkbox')).toHaveCount(3);
      expect(await statusOf(page, press)).toBe(400);
      await expect(page.getByText('계정을 하나 이상 골라 주세요.')).toBeVisible();
      await page.getByRole('link', { name: '제외하지 않은 3개 모두 고르기' }).click();
      await expect(page.getByRole('checkbox', { checked: true })).toHaveCount(3);
      await page.getByRole('checkbox').last().uncheck();
      expect(await statusOf(page, press)).toBe(400);
      await expect(page.getByText('이유를 적어 주세요. 기록에 남아요.')).toBeVisible();
      await expect(page.getByRole('checkbox', { checked: true })).toHaveCount(2);
      await page.getByLabel('이유 (공개돼요)').first().fill('한 사람이 만든 계정들');
      if (javaScriptEnabled) await expectNoProblems(page);
      await press();
      await expect(page.getByText('저장했어요.')).toBeVisible();

      const batch = section(page, '한꺼번에 제외한 기록').getByRole('listitem').first();
      await expect(batch).toContainText('계정 2개 제외');
      await expect(batch).toContainText('한 사람이 만든 계정들');
      await batch.getByText('되돌리기 (계정 2개)').click();
      await batch.getByLabel('이유 (공개돼요)').fill('서로 다른 사람이었어요');
      await batch.getByRole('button', { name: '모두 다시 넣기' }).click();
      await expect(batch).toContainText('되돌렸거나 그 뒤에 따로 정했어요.');
    });

    test('a pause of joining tells readers why, and keeps what they typed', async ({
      page,
      request,
      other,
    }) => {
      await page.goto('/admin/joins');
      await page.getByLabel('문장 (한국어)').fill('오늘 저녁에 다시 열어요.');
      await page.getByRole('button', { name: '가입 멈추기' }).click();
      await expect(page.getByText('지금 가입을 멈췄어요.')).toBeVisible();
      await other.context().clearCookies();
      await other.goto('/join');
      await expect(other.getByText('오늘 저녁에 다시 열어요.')).toBeVisible();
      const person = newPerson();
      const refused = await postForm(request, own.site.url, '/join', joinForm(person));
      expect(refused.status()).toBe(403);
      const text = await refused.text();
      for (const shown of ['오늘 저녁에 다시 열어요.', '지금은 새로 가입을 받지 않아요.', person.handle])
        expect(text).toContain(shown);
      expect(text).not.toContain(person.password);
      await page.getByRole('button', { name: '가입 다시 받기' }).click();
      await expect(page.getByRole('button', { name: '가입 멈추기' })).toBeVisible();
      expect((await postForm(request, own.site.url, '/join', joinForm(person))).status()).toBe(303);
    });
  });
}
