// A publication that takes long: the admin watches how far it is, a second admin is told at once, and where it is
// was interrupted nothing that was typed is lost.
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { liftTimeouts } from '#lib/server/platform/db/connect.ts';
import { makeAdmin } from './setup/admins.ts';
import { expectNoProblems } from './setup/audit.ts';
import { getAccountId, getQuestion, withDatabase } from './setup/database.ts';
import { useOwnSite } from './setup/own-site.ts';
import type { Site } from './setup/site.ts';
import { answer, arrive, fillEvidence, PHONE, preview, publish, statusOf } from './setup/resolving.ts';
import { expect, test } from './setup/test.ts';

/** Keeps every publication from making leaderboards. @returns what lets it go on */
async function holdBoards(site: Site): Promise<() => Promise<void>> {
  const held = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  const ended = withDatabase(site, (db) =>
    db.transaction().execute(async (tx) => {
      await liftTimeouts(tx);
      await sql`select pg_advisory_xact_lock(18007, 0)`.execute(tx);
      held.resolve();
      await released.promise;
    }),
  );
  await held.promise;
  return () => {
    released.resolve();
    return ended;
  };
}

/** A publication whose process ended in the midst. @returns its id */
function insertInterrupted(site: Site, handle: string): Promise<string> {
  const id = randomUUID();
  return withDatabase(site, async (db) => {
    await db
      .insertInto('publication')
      .values({
        ...{
          id,
          questionId: (await getQuestion(db, 'count-3')).id,
          accountId: await getAccountId(db, handle),
        },
        ...{ expectedVersion: 0, isAnnulment: false, step: 'scores', done: 10_000, total: 20_000 },
        typed: JSON.stringify({ 'outcome.two': ['yes'], note: ['과기정통부 발표'] }),
        seenAt: new Date('2026-01-01'),
      })
      .execute();
    return id;
  });
}

const PROGRESS = /\/admin\/questions\/final-3\/resolve\/progress\/[0-9a-f-]{36}$/;

for (const javaScriptEnabled of [true, false]) {
  test.describe(`on a phone ${javaScriptEnabled ? 'with' : 'without'} scripts`, () => {
    const own = useOwnSite();
    test.use({ ...PHONE, javaScriptEnabled });

    test('a publication that takes long', async ({ browser }) => {
      test.setTimeout(240_000);
      const { site } = own;
      const one = await arrive(browser, site, javaScriptEnabled);
      const other = await arrive(browser, site, javaScriptEnabled);
      await makeAdmin(site, one);
      await makeAdmin(site, other);
      const release = await holdBoards(site);
      const fill = async ({ page }: typeof one) => {
        await page.goto('/admin/questions/final-3/resolve');
        await answer(page, 'SK텔레콤', '예').check();
        await answer(page, '업스테이지', '예').check();
        await answer(page, 'LG AI연구원', '아니요').check();
        await fillEvidence(page, '과기정통부 발표');
        await preview(page);
      };

      await test.step('shows how far it is', async () => {
        await fill(one);
        await publish(one.page);
        await expect(one.page).toHaveURL(PROGRESS);
        await expect(one.page.getByText(`${one.handle} 님이 시작했어요.`)).toBeVisible();
        await expect(one.page.getByRole('status').filter({ hasText: '순위표 만들기' })).toBeVisible();
        await expect(one.page.getByText('3 가운데 0')).toBeVisible();
        if (javaScriptEnabled) await expectNoProblems(one.page);

        await fill(other);
        await expect(other.page.getByText(`${one.handle} 님이 지금 결과를 공개하고 있어요.`)).toBeVisible();
        expect(await statusOf(other.page, () => publish(other.page))).toBe(409);
        await expect(
          other.page.getByText('다른 관리자가 지금 이 질문의 결과를 공개하고 있어요.'),
        ).toBeVisible();
        await expect(other.page.getByLabel(/^설명/)).toHaveValue('과기정통부 발표');
        await other.page.getByRole('link', { name: '진행 상황 보기' }).click();
        await expect(other.page).toHaveURL(PROGRESS);
      });

      await test.step('and leads to the result once it is published', async () => {
        await release();
        await expect(one.page).toHaveURL('/results/final-3', { timeout: 60_000 });
        await expect(one.page.getByText('두 번째 관리자가 확인하지 않아도 확정되는 때:')).toBeVisible();
        await expect(other.page).toHaveURL('/results/final-3', { timeout: 60_000 });
      });

      await test.step('that was interrupted leads back to the form, with all that was typed', async () => {
        const id = await insertInterrupted(site, one.handle);
        await one.page.goto(`/admin/questions/count-3/resolve/progress/${id}`);
        await expect(one.page).toHaveURL(`/admin/questions/count-3/resolve?publication=${id}`);
        await expect(one.page.getByText('공개하던 중에 멈춰서 아무것도 바뀌지 않았어요.')).toBeVisible();
        await expect(answer(one.page, '두 곳', '예')).toBeChecked();
        await expect(one.page.getByLabel(/^설명/)).toHaveValue('과기정통부 발표');
        if (javaScriptEnabled) await expectNoProblems(one.page);
        await other.page.goto(`/admin/questions/count-3/resolve?publication=${id}`);
        await expect(other.page.getByLabel(/^설명/)).toHaveValue('');
      });
    });
  });
}
