// Direct requests to resolve: the admin pages are 404 for non-admins, and an admin can publish by the form contract.
import type { APIRequestContext, APIResponse } from '@playwright/test';
import { makeAdmin } from './setup/admins.ts';
import { expectNoProblems } from './setup/audit.ts';
import { COUNTS } from './setup/crowd.ts';
import { useOwnSite } from './setup/own-site.ts';
import { ADMIN_PAGES } from './setup/pages.ts';
import { asPage, postForecast, signIn } from './setup/people.ts';
import { expect, test } from './setup/test.ts';
import {
  RESOLVE_PAGE,
  answer,
  EVIDENCE,
  fillEvidence,
  koreanNow,
  PHONE,
  preview,
  publish,
} from './setup/resolving.ts';

const METHODS = ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE'];

test.describe('by direct requests', () => {
  const own = useOwnSite();

  test('non-admins get 404 also with a trailing slash', async ({ request }) => {
    for (const address of ['/admin/', `${RESOLVE_PAGE}/`]) {
      const response = await request.get(address, { headers: { accept: 'text/html' }, maxRedirects: 0 });
      expect(response.status(), address).toBe(404);
    }
  });

  async function post(
    request: APIRequestContext,
    address: string,
    fields: [string, string][],
    headers = asPage(own.site.url),
  ): Promise<APIResponse> {
    return request.post(address, {
      data: new URLSearchParams(fields).toString(),
      headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
      maxRedirects: 0,
    });
  }

  const result = (yes: string, knownAt: string, version: number, note = ''): [string, string][] => [
    ...['one-or-none', 'two', 'three', 'no-result'].map((slug): [string, string] => [
      `outcome.${slug}`,
      slug === yes ? 'yes' : 'no',
    ]),
    ['knownAt', knownAt],
    ['evidenceUrl', EVIDENCE],
    ['evidenceAt', knownAt],
    ['evidenceUrl', 'https://www.korea.kr/briefing/3'],
    ['evidenceAt', knownAt],
    ['note', note],
    ['expectedVersion', String(version)],
  ];

  test('non-admins get 404 at every address, with any method and from any origin', async ({
    request,
    member,
    context,
  }) => {
    test.setTimeout(120_000);
    const admin = await signIn(context, own.site);
    await makeAdmin(own.site, admin);
    await postForecast(member, own.site.url, 'count-3', COUNTS);
    const fields = result('two', koreanNow(), 0);
    for (const who of [request, member]) {
      for (const address of [
        ...[...ADMIN_PAGES, RESOLVE_PAGE].flatMap((path) => [path, `/en${path}`]),
        '/admin/nothing',
        '/admin?/verify',
        '/admin/rounds/3?/seats',
        '/admin/log/__data.json',
        '/%61dmin/log',
        `${RESOLVE_PAGE}?/publish`,
        `${RESOLVE_PAGE}?/preview`,
        `${RESOLVE_PAGE}?/annul`,
        `/en${RESOLVE_PAGE}?/publish`,
        '/%61dmin',
        '/%61dmin/questions/count-3/resolve?/publish',
        '/en/%61dmin/questions/count-3/resolve?/publish',
        '/admin/questions/count-3/%72esolve?/publish',
        '/admin%2Fquestions/count-3/resolve?/publish',
        '//admin/questions/count-3/resolve?/publish',
        `${RESOLVE_PAGE}/__data.json`,
      ]) {
        for (const method of [RESOLVE_PAGE, '/admin'].includes(address) ? METHODS : ['GET', 'POST']) {
          const body = ['POST', 'PUT', 'PATCH'].includes(method)
            ? { data: new URLSearchParams(fields).toString() }
            : {};
          const response = await who.fetch(own.site.url + address, {
            method,
            ...body,
            headers: { ...asPage(own.site.url), 'content-type': 'application/x-www-form-urlencoded' },
            maxRedirects: 0,
          });
          expect(response.status(), `${method} ${address}`).toBe(404);
          expect(await response.text()).not.toContain(admin.handle);
        }
      }
      for (const origin of ['https://evil.example', 'null', 'http://localhost']) {
        const response = await post(who, `${RESOLVE_PAGE}?/publish`, fields, asPage(origin));
        expect(response.status(), origin).toBe(404);
      }
    }
    const { phase, resolution } = await (await request.get('/api/v1/questions/count-3')).json();
    expect([phase, resolution]).toEqual(['open', null]);
  });

  test('an admin publishes by the form contract, and gets a conflict after another admin’s version', async ({
    page,
    context,
    reader,
  }) => {
    const { request } = context;
    const { url } = own.site;
    await makeAdmin(own.site, reader);
    const publish = (fields: [string, string][], headers?: Record<string, string>) =>
      post(request, `${RESOLVE_PAGE}?/publish`, fields, headers);
    const standing = async () => (await (await request.get('/api/v1/questions/count-3')).json()).resolution;

    for (const origin of ['https://evil.example', 'null', url.replace('localhost', '127.0.0.1')]) {
      expect((await publish(result('two', koreanNow(), 0), asPage(origin))).status(), origin).toBe(403);
    }
    expect((await publish(result('two', koreanNow(), 0), { accept: 'text/html' })).status()).toBe(403);
    expect(await standing()).toBeNull();

    const [korean, universal] = [koreanNow(), `${new Date().toISOString().slice(0, 19)}Z`];
    const first = await publish(result('two', korean, 0));
    expect([first.status(), first.headers()['location']]).toEqual([303, '/results/count-3']);
    const { knownAt } = await standing();
    expect(new Date(knownAt).getTime()).toBe(Date.parse(`${korean}+09:00`));
    await page.goto('/results/count-3');
    for (const address of [EVIDENCE, 'https://www.korea.kr/briefing/3'])
      await expect(page.getByRole('link', { name: address })).toBeVisible();

    for (const [i, instant] of [universal, universal.replace('Z', '+00:00'), `${korean}+09:00`].entries()) {
      const correction = await publish(result('three', instant, i + 1, '다시 봤어요.'));
      expect(correction.status(), instant).toBe(303);
      const { version, knownAt: stored } = await standing();
      expect([version, new Date(stored).getTime()]).toEqual([i + 2, new Date(Date.parse(instant)).getTime()]);
    }

    const late = await publish(result('two', korean, 1, '늦었어요.'));
    expect(late.status()).toBe(409);
    expect(await late.text()).toContain(`${reader.handle} 님이 먼저 네 번째 확정을 공개했어요.`);
    const both = await Promise.all(
      ['하나', '둘'].map((note) => publish(result('two', korean, 4, `${note}째예요.`))),
    );
    expect(both.map((response) => response.status()).toSorted()).toEqual([303, 409]);
    expect((await standing()).version).toBe(5);
  });

  test('an invalid result is a 400 that names the fields, and changes nothing', async ({
    context,
    reader,
  }) => {
    const { request } = context;
    await makeAdmin(own.site, reader);
    const now = koreanNow();
    const standing = async () => (await (await request.get('/api/v1/questions/count-3')).json()).resolution;
    const before = await standing();
    const version = before?.version ?? 0;
    const good = result('two', now, version, '다시 봤어요.');
    const changed = (name: string, value: string | null) =>
      good.flatMap(([key, old]): [string, string][] =>
        key !== name ? [[key, old]] : value === null ? [] : [[key, value]],
      );
    for (const [what, fields] of Object.entries({
      'no answer for an option': changed('outcome.two', null),
      'an answer that is none': changed('outcome.two', 'maybe'),
      'no time': changed('knownAt', null),
      'a time that is none': changed('knownAt', '2026-02-30T10:00'),
      'a time to come': changed('knownAt', '2040-01-01T00:00'),
      'no evidence': changed('evidenceUrl', null),
      'evidence that is not on https': changed('evidenceUrl', 'http://www.msit.go.kr/'),
      'evidence that is a script': changed('evidenceUrl', 'javascript:alert(1)'),
      'evidence without its time': changed('evidenceAt', null),
      'a reason that nobody can see': changed('note', '\u200b \u00a0'),
      'a reason of a book': changed('note', 'x'.repeat(5000)),
      'a version that is none': changed('expectedVersion', 'latest'),
    })) {
      const response = await post(request, `${RESOLVE_PAGE}?/publish`, fields);
      if (version === 0 && what.startsWith('a reason that')) continue;
      expect(response.status(), what).toBe(400);
      expect(await response.text(), what).toMatch(/고칠 곳이 \d+군데 있어요/);
    }
    expect(await standing()).toEqual(before);
    const opinion = await post(request, '/admin/questions/scenario/resolve?/publish', good);
    expect(opinion.status()).toBe(404);
  });

  test('an English address leads to the Korean page, and what it publishes can be read in English', async ({
    page,
    context,
    reader,
  }) => {
    await makeAdmin(own.site, reader);
    await postForecast(context.request, own.site.url, 'final-3', { skt: '80', upstage: '80', lg: '40' });
    await page.setViewportSize(PHONE.viewport);
    await page.goto('/en/admin/questions/final-3/resolve?by=link');
    await expect(page).toHaveURL('/admin/questions/final-3/resolve?by=link');
    await expect(page.getByRole('link', { name: 'English' })).toHaveCount(0);
    for (const [company, yesOrNo] of [
      ['SK텔레콤', '예'],
      ['업스테이지', '예'],
      ['LG AI연구원', '아니요'],
    ] as const)
      await answer(page, company, yesOrNo).check();
    await fillEvidence(page);
    await preview(page);
    await publish(page);
    await expect(page).toHaveURL('/results/final-3');
    await page.goto('/en/results/final-3');
    await expect(page.getByText('Remaining: SK Telecom and Upstage.')).toBeVisible();
    await expect(page.getByText('Not disclosed yet.')).toBeVisible();
    await expectNoProblems(page);
    const words = await page.getByRole('main').innerText();
    expect(words.replaceAll(reader.handle, '')).not.toMatch(/[가-힣]/);
    await page.goto('/en/me/notices');
    await expect(page.getByRole('listitem').first()).toContainText('The result is out: ');
    expect((await page.getByRole('main').innerText()).replaceAll(reader.handle, '')).not.toMatch(/[가-힣]/);
  });
});
