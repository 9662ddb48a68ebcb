// What an admin does with consequences needs a fresh proof: the form asks for the password in place, and loses nothing.
import { sql } from 'kysely';
import { makeAdmin } from './setup/admins.ts';
import { expectNoProblems } from './setup/audit.ts';
import { getAccountId, withDatabase } from './setup/database.ts';
import { useOwnSite } from './setup/own-site.ts';
import { join, newPerson, type Person } from './setup/people.ts';
import { answer, fillEvidence, PHONE, preview, publish, RESOLVE_PAGE, statusOf } from './setup/resolving.ts';
import { section } from './setup/sections.ts';
import { expect, test } from './setup/test.ts';

const own = useOwnSite();

/** As if the admin had proved who they are eleven minutes ago. */
function ageProof({ handle }: Person): Promise<unknown> {
  return withDatabase(own.site, async (db) => {
    const id = await getAccountId(db, handle);
    await sql`update session set proved_at = now_at() - interval '11 minutes' where account_id = ${id}`.execute(
      db,
    );
  });
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(`on a phone ${javaScriptEnabled ? 'with' : 'without'} scripts`, () => {
    test.use({ ...PHONE, javaScriptEnabled });

    test('an exclusion and a result ask for the password again, and then go on', async ({
      page,
      context,
      other,
    }) => {
      const admin = newPerson();
      await join(context.request, own.site.url, admin);
      await makeAdmin(own.site, admin);
      const excluded = newPerson();
      await join(other.context().request, own.site.url, excluded);

      await page.goto(`/admin/accounts/${encodeURIComponent(excluded.handle)}`);
      await ageProof(admin);
      const form = section(page, '순위와 모두의 예측에서 제외하기');
      const press = () => form.getByRole('button', { name: '이 계정 제외하기' }).click();
      await expect(form.getByLabel('비밀번호', { exact: true })).toHaveCount(0);
      await form.getByLabel('이유').fill('같은 사람의 두 번째 계정');
      expect(await statusOf(page, press)).toBe(403);
      await expect(form.getByText('계속하려면 비밀번호를 다시 적어 주세요.')).toBeVisible();
      await expect(form.getByLabel('이유')).toHaveValue('같은 사람의 두 번째 계정');
      await form.getByLabel('비밀번호', { exact: true }).fill('not this one, no');
      expect(await statusOf(page, press)).toBe(400);
      await expect(form.getByText('비밀번호가 맞지 않아요.')).toBeVisible();
      await expect(form.getByLabel('비밀번호', { exact: true })).toHaveValue('');
      if (javaScriptEnabled) await expectNoProblems(page);
      await form.getByLabel('비밀번호', { exact: true }).fill(admin.password);
      const session = async () => (await context.cookies()).find(({ name }) => name === 'session')?.value;
      const former = await session();
      await press();
      await expect(page.getByText('저장했어요.')).toBeVisible();
      expect(await session(), 'a proof renews the session').not.toBe(former);

      // Fresh now: restoring asks for nothing.
      const restore = section(page, '다시 넣기');
      await restore.getByLabel('이유').fill('다른 사람이었어요');
      await restore.getByRole('button', { name: '이 계정 다시 넣기' }).click();
      await expect(page.getByRole('heading', { name: '순위와 모두의 예측에서 제외하기' })).toBeVisible();

      await page.goto(RESOLVE_PAGE);
      await answer(page, '두 곳', '예').check();
      for (const option of ['한 곳 이하', '세 곳', '2027년 6월까지 발표 없음'])
        await answer(page, option, '아니요').check();
      await fillEvidence(page, javaScriptEnabled ? '' : '다시 확인했어요');
      await preview(page);
      await ageProof(admin);
      const shown = page.getByRole('region', { name: '공개하면 이렇게 바뀌어요' });
      expect(await statusOf(page, () => publish(page))).toBe(403);
      await expect(shown.getByText('계속하려면 비밀번호를 다시 적어 주세요.')).toBeVisible();
      if (javaScriptEnabled) await expectNoProblems(page);
      await expect(page.getByLabel('근거 1 주소')).toHaveValue(/^https:/);
      await shown.getByLabel('비밀번호', { exact: true }).fill(admin.password);
      await publish(page);
      await expect(page).toHaveURL('/results/count-3');
    });
  });
}
