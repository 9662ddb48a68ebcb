// Content-Security-Policy and other security headers, and that no page violates them.
import { request as httpRequest } from 'node:http';
import type { APIResponse } from '@playwright/test';
import { openNumbers, pick, pressable, sentence, typeNumbers } from './setup/forecasting.ts';
import { asPage, joinForm, newPerson, postForecast, postForm } from './setup/people.ts';
import { MISSING_PAGE } from './setup/pages.ts';
import { expectProtected } from './setup/protection.ts';
import { expect, test } from './setup/test.ts';

// pages.test.ts opens every page, and the fixture fails a test whose pages complain.
test('forecasting in both ways, with a validation error and a withdrawal, leaves nothing in the console', async ({
  page,
  reader: _,
  complaints,
}) => {
  await page.goto('/questions/final-3');
  const picks = await pick(page, 'SK텔레콤', '업스테이지');
  await picks.getByRole('slider').fill('90');
  await picks.getByRole('button', { name: '예측 남기기' }).click();
  await expect(page.getByText('예측을 남겼어요.')).toBeVisible();

  const numbers = await openNumbers(page);
  await typeNumbers(numbers, { SK텔레콤: '60', 업스테이지: '100' });
  await pressable(numbers, '예측 바꾸기').click();
  await expect(sentence(numbers, '0.1%부터 99.9%까지')).toBeVisible();
  await typeNumbers(numbers, { 업스테이지: '70' });
  await pressable(numbers, '예측 바꾸기').click();
  await pressable(numbers, '예측 바꾸기').click();
  await expect(page.getByText('예측을 바꿨어요.')).toBeVisible();

  await page.getByRole('button', { name: '예측 취소하기' }).click();
  await expect(page.getByText('예측을 취소했어요.')).toBeVisible();
  await page.getByRole('link', { name: '평가', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: '평가' })).toBeVisible();
  expect(complaints).toEqual([]);
});

test('an injected script does not run', async ({ page, complaints }) => {
  await page.goto('/');
  const ran = await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'document.title = "ran"';
    document.head.append(script);
    const button = document.createElement('button');
    button.setAttribute('onclick', 'document.title = "ran"');
    document.body.append(button);
    button.click();
    return document.title === 'ran';
  });
  expect(ran).toBe(false);
  await expect.poll(() => complaints.filter((text) => text.startsWith('policy: script-src'))).toHaveLength(2);
  complaints.length = 0;
});

test('scripts cannot read a cookie', async ({ page, reader: _ }) => {
  await page.goto('/');
  expect(await page.evaluate(() => document.cookie)).toBe('');
});

test.describe('the headers protect', () => {
  test('pages, JSON, problem documents, redirects and refusals', async ({ request, origin }) => {
    const form = { 'p.skt': '1' };
    const answers: [what: string, status: number, response: APIResponse][] = [
      ['a page', 200, await request.get('/')],
      ['its head alone', 200, await request.head('/')],
      ['a page that is missing', 404, await request.get(MISSING_PAGE)],
      ['JSON', 200, await request.get('/api/v1/questions')],
      ['a problem document', 404, await request.get('/api/v1/questions/nothing')],
      ['health', 200, await request.get('/healthz')],
      ['a redirect', 303, await request.get('/me', { maxRedirects: 0 })],
      ['an export without an account', 303, await request.get('/me/export.json', { maxRedirects: 0 })],
      ['a fault', 400, await request.post('/questions/final-3?/forecast', { form, headers: asPage(origin) })],
      ['a foreign form', 403, await request.post('/join', { form, headers: asPage('https://evil.example') })],
      [
        'a method that is not allowed',
        405,
        await request.delete('/questions/final-3', { headers: { origin } }),
      ],
      [
        'a body that is too large',
        413,
        await request.post('/join', { data: 'x'.repeat(70_000), headers: { origin } }),
      ],
    ];
    for (const [what, status, response] of answers) {
      expect(response.status(), what).toBe(status);
      expectProtected(response.headers(), what);
    }
  });

  test('static files, scripts and fonts', async ({ request, page, origin }) => {
    const files = new Set([`${origin}/favicon.svg`]);
    page.on('response', (response) => files.add(response.url()));
    await page.goto('/');
    await page.evaluate(() => document.fonts.ready);
    const paths = [...files].map((url) => new URL(url).pathname).filter((path) => /\.\w+$/.test(path));
    for (const ending of ['.svg', '.js', '.woff2']) {
      expect(
        paths.filter((path) => path.endsWith(ending)),
        ending,
      ).not.toHaveLength(0);
    }
    for (const path of paths) {
      const response = await request.get(path);
      expect(response.status(), path).toBe(200);
      expectProtected(response.headers(), path);
    }
    const missing = await request.get('/_app/immutable/nothing.js');
    expect(missing.status()).toBe(404);
    expectProtected(missing.headers(), 'a script that is missing');
  });

  test('event streams', async ({ origin }) => {
    const headers = await new Promise<Record<string, string>>((resolve, reject) => {
      const asked = httpRequest(`${origin}/live`, (response) => {
        resolve(response.headers as Record<string, string>);
        asked.destroy();
      });
      asked.once('error', reject);
      asked.end();
    });
    expectProtected(headers, 'the stream');
  });
});

test('every cookie is HttpOnly and SameSite', async ({ request, origin }) => {
  const draft = await postForecast(request, origin, 'final-3', { skt: '80', upstage: '80', lg: '40' });
  const joined = await postForm(request, origin, '/join', joinForm(newPerson()));
  const cookies = [draft, joined]
    .flatMap((response) => response.headersArray())
    .filter(({ name, value }) => name.toLowerCase() === 'set-cookie' && !/max-age=0/i.test(value))
    .map(({ value }) => value);
  expect(cookies.map((cookie) => cookie.split('=')[0]).toSorted()).toEqual([
    'device',
    'draft',
    'flash',
    'session',
  ]);
  for (const cookie of cookies) {
    expect(cookie).toMatch(/; HttpOnly/i);
    expect(cookie).toMatch(/; SameSite=Lax/i);
    expect(cookie).toMatch(/; Path=\//i);
    expect(cookie).not.toMatch(/; Domain=/i);
  }
});
